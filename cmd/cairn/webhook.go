package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"cairn/moderation/oncall"
)

// hook posts notices to one address, such as a gateway that sends text messages.
type hook struct {
	url    string
	key    []byte
	client *http.Client
}

// hookBody is what is posted. ID is the same for every try of one notice.
type hookBody struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	Name   string `json:"name"`
	Number string `json:"number"`
	Email  string `json:"email"`
}

// send posts one notice; anything but a status of 2xx is a failure.
func (h *hook) send(ctx context.Context, n oncall.Notice, text string) error {
	body, err := json.Marshal(hookBody{ID: n.ID, Text: text, Name: n.Name, Number: n.Number, Email: n.Email})
	if err != nil {
		return fmt.Errorf("webhook: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("webhook: %w", err)
	}
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Cairn")
	request.Header.Set("Cairn-Timestamp", stamp)
	request.Header.Set("Cairn-Signature", "v1="+signed(h.key, stamp, body))
	answer, err := h.client.Do(request)
	if err != nil {
		return fmt.Errorf("webhook: %w", err)
	}
	_ = answer.Body.Close() // nothing in it is read
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return fmt.Errorf("webhook: the other side answered %d", answer.StatusCode)
	}
	return nil
}

// signed is the HMAC-SHA256 of "timestamp.body" in hex. Whoever receives a
// notice refuses one whose timestamp is more than five minutes old.
func signed(key []byte, stamp string, body []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(stamp + "."))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}
