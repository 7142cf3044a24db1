#!/bin/sh
# Writes certificate.pem and key.pem beside this file: what receivers of the tests show on 127.0.0.1. They prove nothing anywhere else.
cd "$(dirname "$0")" || exit 1
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj "/CN=receiver of the tests" \
  -addext "subjectAltName=IP:127.0.0.1" -keyout key.pem -out certificate.pem
