import { ownUid } from '@baton/runtime'

/**
 * The settings of nginx that Beanstalk's Node.js platform on Amazon Linux 2023 writes around those of a bundle. It
 * includes the bundle's files in two places: all of `conf.d` in the http block, `conf.d/elasticbeanstalk` in the server.
 * @param folder writable; holds `conf.d` and what nginx writes
 * @param port of the proxy; on an instance it is 80
 * @param program the port of the program
 */
export function outerConfig({ folder, port, program }: { folder: string; port: number; program: number }): string {
  // Started as root it would hand over to an account that may not read a temporary folder.
  const account = ownUid === 0 ? 'user root;\n' : ''
  return `${account}daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log warn;
worker_processes 1;
worker_rlimit_nofile 32153;
events {
  worker_connections 1024;
}
http {
  default_type application/octet-stream;
  access_log off;
  client_body_temp_path ${folder}/bodies;
  proxy_temp_path ${folder}/answers;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  include ${folder}/conf.d/*.conf;
  map $http_upgrade $connection_upgrade {
    default upgrade;
  }
  server {
    listen 127.0.0.1:${port} default_server;
    client_header_timeout 60;
    client_body_timeout 60;
    keepalive_timeout 60;
    gzip off;
    include ${folder}/conf.d/elasticbeanstalk/*.conf;
    location / {
      proxy_pass http://127.0.0.1:${program};
      proxy_http_version 1.1;
      proxy_set_header Connection $connection_upgrade;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Host $host;
      proxy_set_header X-Real-IP $remote_addr;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }
  }
}
`
}
