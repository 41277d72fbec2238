package main

import (
	"encoding/base64"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

func none(string) string { return "" }

func TestTheConfigurationPageIsWhatTheCodeSays(t *testing.T) {
	got, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != configMarkdown() {
		t.Error("docs/configuration.md is not what the code says; go run ./cmd/cairn config --markdown > docs/configuration.md")
	}
}

func TestAFlagWinsOverTheEnvironmentAndThatOverTheDefault(t *testing.T) {
	env := func(name string) string {
		return map[string]string{"CAIRN_ADDR": "127.0.0.1:1", "CAIRN_DATA": "/from/env"}[name]
	}
	c, err := readConfig("serve", []string{"--addr", "127.0.0.1:2"}, env, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if c.addr != "127.0.0.1:2" || c.data != "/from/env" || c.secrets != "/from/env-secrets" {
		t.Errorf("got addr %q, data %q, secrets %q", c.addr, c.data, c.secrets)
	}
}

func TestSettingsThatDoNotGoTogetherAreRefusedWithASentence(t *testing.T) {
	for _, args := range [][]string{
		{"--tls-cert", "a.pem"}, {"--store", "postgres://x"}, {"--bus", "nats://x"}, {"--store", "mongodb://x", "--bus", "http://x"}, {"extra"},
	} {
		if _, err := readConfig("serve", args, none, io.Discard); err == nil || len(err.Error()) < 20 {
			t.Errorf("%v: got %v, want a sentence", args, err)
		}
	}
}

func TestPlainHTTPForOthersMustBeAskedFor(t *testing.T) {
	_, err := listen(t.Context(), config{addr: "0.0.0.0:0"})
	if err == nil || !strings.Contains(err.Error(), "--plain-http") {
		t.Fatalf("got %v, want a refusal that names --plain-http", err)
	}
	for _, c := range []config{{addr: "127.0.0.1:0"}, {addr: "0.0.0.0:0", plainHTTP: true}} {
		l, err := listen(t.Context(), c)
		if err != nil {
			t.Errorf("%+v: %v", c, err)
			continue
		}
		_ = l.Close()
	}
}

func TestAPasswordInTheStoreAddressIsNotPrinted(t *testing.T) {
	got := withoutPassword("mongodb://cairn:hush@db.example/cairn")
	if strings.Contains(got, "hush") || !strings.Contains(got, "cairn@db.example") {
		t.Errorf("got %q", got)
	}
}

func TestASecondProcessNeedsAStoreItCanShareAndIsToldSo(t *testing.T) {
	_, err := readConfig("serve", []string{"--bus", "nats://cairn:hush@x"}, none, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "--store mongodb://") || strings.Contains(err.Error(), "hush") {
		t.Errorf("got %v, want a sentence that names --store, without the password", err)
	}
	if _, err := readConfig("serve", []string{"--store", "mongodb://x", "--bus", "nats://a:4222,tls://u:p@b:4222"}, none, io.Discard); err != nil {
		t.Errorf("a store and a bus: got %v, want them taken", err)
	}
}

func TestNoSecretInTheBusAddressIsPrinted(t *testing.T) {
	got := withoutUser("nats://token@a:4222,tls://cairn:hush@b:4222")
	if strings.Contains(got, "token") || strings.Contains(got, "hush") || !strings.Contains(got, "@b:4222") {
		t.Errorf("got %q", got)
	}
}

func TestTheSecretTurnsMonthlyAndTheOldOneIsDestroyed(t *testing.T) {
	dir := t.TempDir()
	start := time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)
	first, err := loadSecrets(dir, start)
	if err != nil {
		t.Fatal(err)
	}
	again, err := loadSecrets(dir, start.Add(29*24*time.Hour))
	if err != nil || string(again.Current) != string(first.Current) {
		t.Fatalf("within a month the secret stays; err %v", err)
	}
	turned, err := loadSecrets(dir, start.Add(secretLife))
	if err != nil || string(turned.Current) == string(first.Current) || string(turned.Previous) != string(first.Current) {
		t.Fatalf("after a month the secret is new and the old one can still open; err %v", err)
	}
	if string(turned.FormKey) != string(first.FormKey) {
		t.Error("the form key changed with the month; open pages would be refused")
	}
	later, err := loadSecrets(dir, start.Add(secretLife+secretGrace))
	if err != nil || len(later.Previous) != 0 {
		t.Fatalf("after the grace the old secret is gone; err %v, %d bytes left", err, len(later.Previous))
	}
	raw, err := os.ReadFile(dir + "/site-secret.json")
	if err != nil || strings.Contains(string(raw), base64.StdEncoding.EncodeToString(first.Current)) {
		t.Errorf("the old secret is still in the file; err %v", err)
	}
}

func TestADamagedSecretIsRefusedRatherThanReplaced(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/site-secret.json", []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := loadSecrets(dir, time.Now()); err == nil {
		t.Fatal("a damaged secret was taken; open activities could not be counted again")
	}
}
