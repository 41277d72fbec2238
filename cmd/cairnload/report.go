package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
)

// compare reads the report and sets what was sent beside what was counted.
func (r *result) compare(ctx context.Context, p plan, phones []*phone) error {
	if len(phones) == 0 {
		return nil
	}
	text, err := fetch(ctx, p)
	if err != nil {
		return err
	}
	var whole any
	if err := json.Unmarshal(text, &whole); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	r.Counted = countsOf(whole, phones[0].page.activity)
	if r.Counted == nil {
		return fmt.Errorf("report: no exact counts of activity %q", phones[0].page.activity)
	}
	r.judge()
	return nil
}

// judge says how many ballots are missing or too many. A phone that never read
// its ack may have been counted or not.
func (r *result) judge() {
	r.Lost, r.Double = 0, 0
	for pick, sent := range r.Sent {
		r.Lost += max(0, sent-r.Counted[pick])
	}
	for pick, counted := range r.Counted {
		r.Double += max(0, counted-r.Sent[pick]-r.Unsure[pick])
	}
}

// fetch gets the report, signed in by the desk's link.
func fetch(ctx context.Context, p plan) ([]byte, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	client := &http.Client{Jar: jar, Timeout: p.timeout}
	var text []byte
	for _, link := range []string{p.desk, p.report} {
		if link == "" {
			continue
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, link, nil)
		if err != nil {
			return nil, fmt.Errorf("report: %w", err)
		}
		request.Header.Set("Accept", "application/json, text/html;q=0.5")
		response, err := client.Do(request)
		if err != nil {
			return nil, fmt.Errorf("report: %w", err)
		}
		text, err = io.ReadAll(io.LimitReader(response.Body, 16<<20))
		_ = response.Body.Close()
		if err != nil {
			return nil, fmt.Errorf("report: %w", err)
		}
		if response.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("report: status %d at %s", response.StatusCode, link)
		}
	}
	return text, nil
}

// countsOf finds the counts of an activity in a report: in the object whose "id"
// or "activity" is the activity's, the first list of objects that have a "key"
// and a number "n", at any depth, or the first object of numbers called "tally".
func countsOf(in any, activity string) map[string]int {
	switch v := in.(type) {
	case map[string]any:
		if v["id"] == activity || v["activity"] == activity {
			return cells(v)
		}
		for _, inner := range v {
			if found := countsOf(inner, activity); found != nil {
				return found
			}
		}
	case []any:
		for _, inner := range v {
			if found := countsOf(inner, activity); found != nil {
				return found
			}
		}
	}
	return nil
}

func cells(in any) map[string]int {
	switch v := in.(type) {
	case map[string]any:
		if tally, is := v["tally"].(map[string]any); is {
			if found := numbers(tally); found != nil {
				return found
			}
		}
		for _, inner := range v {
			if found := cells(inner); found != nil {
				return found
			}
		}
	case []any:
		found := map[string]int{}
		for _, inner := range v {
			cell, _ := inner.(map[string]any)
			key, isKey := cell["key"].(string)
			n, isNumber := cell["n"].(float64)
			if isKey && isNumber {
				found[key] = int(n)
			} else if deeper := cells(inner); deeper != nil {
				return deeper
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

func numbers(in map[string]any) map[string]int {
	found := map[string]int{}
	for key, value := range in {
		if n, is := value.(float64); is {
			found[key] = int(n)
		}
	}
	if len(found) == 0 {
		return nil
	}
	return found
}
