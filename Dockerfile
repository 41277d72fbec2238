# Cairn in one static file, run by nobody in particular. Time zones and certificates' roots: the zones are compiled in;
# roots are copied for webhooks and NATS over TLS.
#
#   docker build -t cairn . && docker run -p 8080:8080 -v cairn:/data cairn
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /out/cairn ./cmd/cairn \
 && mkdir -p /out/data && chmod 700 /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build /out/cairn /cairn
USER 65532:65532
VOLUME /data
EXPOSE 8080
# The program asks itself over loopback: a scratch image has no curl.
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 CMD ["/cairn", "health", "--addr", "127.0.0.1:8080"]
ENTRYPOINT ["/cairn"]
CMD ["serve", "--addr", "0.0.0.0:8080", "--data", "/data"]
