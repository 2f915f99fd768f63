/**
 * Who may import whom. Anything that is not allowed here is an error, with the word that helps.
 * A place is a folder with a package.json; `also` holds folders inside a place that may do more.
 */
export const places = {
  'packages/engine': {
    ours: [],
    outside: ['typebox', 'temporal-polyfill', 'rrule-temporal', '@marcbachmann/cel-js'],
    word: 'The engine decides from what it is given. Pass the clock, the ids and the data in as arguments.',
  },
  'packages/runtime': {
    ours: [],
    word: 'Everything stands on runtime, so it stands on nothing of ours. Put what you need into the package that uses it.',
  },
  'packages/importers': {
    ours: ['engine'],
    noNode: true,
    word: 'An importer turns text into a template document and does nothing else. Read files and ask people in the caller.',
  },
  'packages/contract': {
    ours: ['engine'],
    noNode: true,
    word: 'The contract is shared with the browser. It says what is sent; whoever sends or answers stands elsewhere.',
  },
  'packages/database': {
    ours: ['engine'],
    word: 'The database stores what the engine decided. Decisions belong into the engine, requests into commands.',
  },
  'packages/integrations': {
    ours: ['runtime'],
    word: 'A door to the outside knows nothing of our data. Let the caller hand over what is to be sent.',
  },
  'packages/commands': {
    ours: ['engine', 'database'],
    word: 'A command joins the engine with the database. What follows from it follows from its events, as a job.',
  },
  'packages/testing': { ours: 'any', word: 'Testing helps every package.' },
  'apps/web': {
    // Importers are pure, so that a dropped file is shown before it is sent, and a draft as YAML while it is edited.
    ours: ['contract', 'engine', 'importers'],
    noNode: true,
    word: 'The web app talks to the server through the contract only.',
  },
  'apps/api': {
    ours: ['contract', 'commands', 'database', 'engine', 'integrations', 'runtime'],
    word: 'A route parses, calls a command or a query, and presents the result.',
  },
  'apps/worker': {
    ours: ['commands', 'database', 'engine', 'integrations', 'runtime'],
    word: 'A job looks again, then acts through a command or an integration.',
  },
  'apps/cli': {
    ours: ['contract', 'engine', 'importers', 'runtime'],
    also: {
      'apps/cli/src/start': ['database', 'runtime'],
      'apps/cli/src/demo': ['commands', 'database', 'engine', 'importers', 'runtime'],
      'apps/cli/src/verify': ['database', 'engine', 'runtime'],
    },
    word: 'The command line is a client like any other: it goes through the API. Only what starts or checks the installation itself (src/start, src/demo, src/verify) reaches further.',
  },
  'platform/cloud': {
    ours: ['runtime'],
    word: 'What carries Baton knows its settings and nothing else of it; nothing of the product imports it.',
  },
  e2e: { ours: 'any', word: 'Journeys may use everything.' },
  bench: { ours: 'any', word: 'Measurements may use everything.' },
  drills: { ours: 'any', word: 'Drills may use everything.' },
  tools: { ours: 'any', word: 'Tools may use everything.' },
}

/** Folders whose files never import from each other's. */
export const apart = [
  {
    from: /^apps\/web\/src\/features\/([^/]+)\//,
    to: /^apps\/web\/src\/features\/([^/]+)\//,
    sameAllowed: true,
    word: 'A feature never imports another. Put what both need into ui/ or lib/, and let app/ put features together.',
  },
  {
    from: /^apps\/web\/src\/(?:ui|lib)\//,
    // The addresses of all pages stand in one file that knows no page.
    to: /^apps\/web\/src\/(?:features|app)\/(?!paths\.ts$)/,
    word: 'ui/ and lib/ serve the features and know none of them. Hand over what differs as a prop or an argument.',
  },
]
