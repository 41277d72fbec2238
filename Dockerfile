# Cairn in one static file, run by nobody in particular. Time zones are compiled in; certificates' roots are copied.
# The site secret has a volume of its own, because it must be in no backup of the data.
#
#   docker build -t cairn .
#   docker run -p 8080:8080 -v cairn:/data -v cairn-secrets:/secrets cairn serve --plain-http
#
# --plain-http is for trying it, or for standing behind a proxy that speaks TLS; else mount certificate files and name them
# in CAIRN_TLS_CERT and CAIRN_TLS_KEY. Every setting is an environment variable too: docs/configuration.md.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /out/cairn ./cmd/cairn \
 && mkdir -p /out/data /out/secrets && chmod 700 /out/data /out/secrets

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build --chown=65532:65532 /out/secrets /secrets
COPY --from=build /out/cairn /cairn
ENV CAIRN_ADDR=0.0.0.0:8080 CAIRN_DATA=/data CAIRN_SECRETS=/secrets
USER 65532:65532
VOLUME ["/data", "/secrets"]
EXPOSE 8080
# The program asks itself over loopback, with the settings above: a scratch image has no curl.
HEALTHCHECK --interval=10s --timeout=6s --start-period=5s --retries=3 CMD ["/cairn", "health"]
ENTRYPOINT ["/cairn"]
CMD ["serve"]
