package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"cairn/fault"
	"cairn/moderation"
	"cairn/moderation/receipts"
	"cairn/store"
	"cairn/surveys"
	"cairn/themes"
)

// toldScript is what was told on the tell page, in October and lately.
type toldScript struct {
	October []telling  `json:"october"`
	Queue   []telling  `json:"queue"`
	Worry   telling    `json:"worry"`
	Theme   storyTheme `json:"theme"`
	Reply   string     `json:"reply"` // to who has the receipt
	Draft   string     `json:"draft"` // to October's first, waits for a second person
	Wrong   string     `json:"wrong"` // "something is wrong"
}

// telling is one text and what was tapped beside it.
type telling struct {
	Text    string        `json:"text"`
	Lang    string        `json:"lang"`
	Feel    receipts.Feel `json:"feel"`
	Topics  []string      `json:"topics"`
	Quote   bool          `json:"quote"`
	Then    string        `json:"then"`
	Theme   bool          `json:"theme"`
	Receipt bool          `json:"receipt"` // the one whose pictures the demo prints
}

// storyTheme is the theme October's answer-back answers; Heard are texts of October's session in it.
type storyTheme struct {
	Title string   `json:"title"`
	About string   `json:"about"`
	Heard []string `json:"heard"`
}

func readTold() (s toldScript, err error) {
	file, err := demoFiles.Open("demo/told.json")
	if err != nil {
		return s, err
	}
	defer func() { _ = file.Close() }() // it lies in the program
	if err := surveys.Decode(file, &s); err != nil {
		return s, fmt.Errorf("demo/told.json: %w", err)
	}
	return s, nil
}

// storyKey is the submission key of a form of the story. The same key finds the
// same receipt again, so nothing secret has to be kept to print it.
func storyKey(part string, n int) string { return fmt.Sprintf("fellside-story-%s-%d", part, n) }

// tellDesk is where words are told: the live desk, or one whose clock stands in October.
type tellDesk struct {
	words   *moderation.Desk
	threads *receipts.Threads
	service string
}

// tell sends one form of the tell page, as the page itself does: thread, the one
// door, what was tapped. It gives the item's id.
func (d tellDesk) tell(ctx context.Context, key string, w telling) (string, error) {
	id := d.threads.ItemID(key, w.Text)
	_, replyTo, err := d.threads.Begin(ctx, receipts.New{Service: d.service, Key: key, Items: []string{id}})
	if err != nil {
		return "", err
	}
	heard, err := d.words.Submit(ctx, moderation.NewText{
		ID: id, Service: d.service, Source: moderation.Feedback, Visibility: surveys.StaffOnly,
		Lang: w.Lang, Text: w.Text, Quote: w.Quote, ReplyTo: replyTo, Example: true,
	})
	if err != nil || heard.Passed || w.Feel == "" && len(w.Topics) == 0 {
		return id, err
	}
	return id, d.threads.Keep(ctx, receipts.Tap{Meta: store.Meta{ID: id}, Service: d.service, Feel: w.Feel, Topics: w.Topics})
}

// toldInOctober is what was told the day after October's session, and what Ruth decided.
func (t *teller) toldInOctober(ctx context.Context, service string, on time.Time) error {
	s, err := readTold()
	if err != nil {
		return err
	}
	d := t.day(on)
	if d.err != nil {
		return d.err
	}
	threads, err := receipts.Open(receipts.Deps{
		Engine: t.engine, Now: func() time.Time { return on }, Random: rand.Reader, Pepper: t.pepper,
	})
	if err != nil {
		return err
	}
	desk := tellDesk{words: d.words, threads: threads, service: service}
	var ids []string
	for i, w := range s.October {
		id, err := desk.tell(ctx, storyKey("october", i), w)
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	for i, w := range s.October {
		if w.Then != "show" {
			continue
		}
		if _, err := d.words.Show(ctx, moderation.Ruling{Item: ids[i], By: t.ruth.ID}, nil); err != nil {
			return fmt.Errorf("%q: %w", w.Text, err)
		}
	}
	return d.rooms.Stop(ctx)
}

// tellLately sends what the queue holds, what the lead has to look at, and the
// rest of what waits for somebody. It does nothing where that was done before.
func (a *app) tellLately(ctx context.Context, at demoAt) error {
	s, err := readTold()
	if err != nil {
		return err
	}
	last := a.threads.ItemID(storyKey("worry", 0), s.Worry.Text)
	if _, err := a.words.StateOf(ctx, last); !fault.Is(err, fault.NotFound) {
		return err
	}
	desk := tellDesk{words: a.words, threads: a.threads, service: at.link}
	for i, w := range s.Queue {
		if _, err := desk.tell(ctx, storyKey("queue", i), w); err != nil {
			return fmt.Errorf("%q: %w", w.Text, err)
		}
	}
	if err := a.themeOfOctober(ctx, at, s); err != nil {
		return err
	}
	if err := a.replies(ctx, at, s); err != nil {
		return err
	}
	_, err = a.threads.Complain(ctx, receipts.NewComplaint{Service: at.link, Key: storyKey("wrong", 0), Text: s.Wrong, Lang: "en"})
	if err != nil {
		return err
	}
	_, err = desk.tell(ctx, storyKey("worry", 0), s.Worry)
	return err
}

// themeOfOctober makes the theme, puts October's words in it, and answers it
// with the lines October's session heard.
func (a *app) themeOfOctober(ctx context.Context, at demoAt, s toldScript) error {
	theme, err := a.themes.Make(ctx, at.link, at.wes.ID, s.Theme.Title)
	if err != nil {
		return err
	}
	if _, err := a.themes.Describe(ctx, at.wes.ID, theme.ID, s.Theme.About); err != nil {
		return err
	}
	belongs := map[string]bool{}
	for _, text := range s.Theme.Heard {
		belongs[text] = true
	}
	for _, w := range s.October {
		belongs[w.Text] = w.Theme
	}
	for item, err := range a.words.ApprovedOf(ctx, at.link) {
		if err != nil {
			return err
		}
		if !belongs[item.Text] {
			continue
		}
		piece, err := a.themes.One(ctx, at.link, item.ID)
		if err != nil {
			return err
		}
		if _, err := a.themes.TagWith(ctx, piece, at.wes.ID, theme.ID); err != nil {
			return err
		}
	}
	october, err := readScript("october")
	if err != nil {
		return err
	}
	zone := a.zoneOf(ctx, at.link)
	now, on := a.now(), lastOctober(a.now())
	if _, err := a.themes.PromiseTheme(ctx, theme.ID, "Sam and the LINK team", themes.DayOf(now.AddDate(0, 0, 1), zone)); err != nil {
		return err
	}
	if _, err := a.answers.Backdate(ctx, themes.ThemeBack(theme.ID), themes.DayOf(on.AddDate(0, 0, 14), zone)); err != nil {
		return err
	}
	_, err = a.answers.PublishOn(ctx, themes.ThemeBack(theme.ID), october.lines(), on.AddDate(0, 0, 10))
	return err
}

// replies sends one reply, checked by a second person, and leaves another to be checked.
func (a *app) replies(ctx context.Context, at demoAt, s toldScript) error {
	first := a.threads.ItemID(storyKey("october", 0), s.October[0].Text)
	mine := ""
	for i, w := range s.October {
		if w.Receipt {
			mine = a.threads.ItemID(storyKey("october", i), w.Text)
		}
	}
	sent, err := a.threads.Draft(ctx, receipts.NewReply{Service: at.link, Item: mine, Text: s.Reply, Lang: "en", By: at.wes.ID})
	if err != nil {
		return err
	}
	if err := a.threads.Send(ctx, sent.ID, sent.Rev, receipts.Second{Account: at.sam.ID, Member: true}); err != nil {
		return err
	}
	_, err = a.threads.Draft(ctx, receipts.NewReply{Service: at.link, Item: first, Text: s.Draft, Lang: "en", By: at.wes.ID})
	return err
}

// receiptOf gives the pictures of the receipt the demo prints, by their English names.
func (a *app) receiptOf(ctx context.Context, at demoAt) ([]string, error) {
	s, err := readTold()
	if err != nil {
		return nil, err
	}
	for i, w := range s.October {
		if !w.Receipt {
			continue
		}
		key := storyKey("october", i)
		codes, _, err := a.threads.Begin(ctx, receipts.New{Service: at.link, Key: key, Items: []string{a.threads.ItemID(key, w.Text)}})
		if err != nil {
			return nil, err
		}
		var names []string
		for _, code := range codes {
			picture, ok := a.threads.Album().Picture(code)
			if !ok {
				return nil, fmt.Errorf("no picture %s", code)
			}
			name, _ := picture.Names.In("en")
			names = append(names, strings.ToLower(name))
		}
		return names, nil
	}
	return nil, fmt.Errorf("demo/told.json: no text has the receipt")
}
