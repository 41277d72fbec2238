package themes

import (
	"context"
	"slices"

	"cairn/fault"
	"cairn/surveys"
)

// PromiseTheme says who will answer a theme, and by when; Closed
// "themes.theme.merged" for a merged one.
func (b *Board) PromiseTheme(ctx context.Context, theme, who string, by Day) (*AnswerBack, error) {
	t, err := b.Theme(ctx, theme)
	if err != nil {
		return nil, err
	}
	if !t.Alive() {
		return nil, fault.New(fault.Closed, "themes.theme.merged")
	}
	return b.d.Answers.Promise(ctx, Pledge{
		Session: ThemeBack(t.ID), About: AboutTheme, Service: t.Service, Title: surveys.Words{"en": t.Title}, Who: who, By: by,
	}, b.zone(ctx, t.Service))
}

// PublishTheme publishes a theme's answer-back, with the number of texts behind
// it as far as the public may know it. The number covers whole months that are
// over, and is a pool of them like every period's.
func (b *Board) PublishTheme(ctx context.Context, theme string, lines []Line) (*AnswerBack, error) {
	t, err := b.Theme(ctx, theme)
	if err != nil {
		return nil, err
	}
	before, err := b.d.Answers.Of(ctx, ThemeBack(t.ID))
	if err != nil {
		return nil, err
	}
	s, err := b.shelfOf(ctx, t.Service)
	if err != nil {
		return nil, err
	}
	themes, err := b.resolved(ctx, t.Service)
	if err != nil {
		return nil, err
	}
	c := counting{shelf: s, themes: themes, period: s.monthsBefore(b.today(ctx, t.Service))}
	row := HeardRow{Theme: t.ID}
	var was *Heard
	if before != nil && before.Heard != nil {
		was = &Heard{Rows: []HeardRow{{Theme: t.ID, Figure: before.Heard}}}
	}
	figure := b.publicOf(was, row, c)
	return b.d.Answers.publish(ctx, ThemeBack(t.ID), lines, func(a *AnswerBack) {
		a.Heard, a.Title = &figure, surveys.Words{"en": t.Title}
	})
}

// monthsBefore are the months of a shelf's pieces that are over.
func (s *shelf) monthsBefore(today Day) Period {
	s.mu.RLock()
	defer s.mu.RUnlock()
	p := Period{Key: "all"}
	for _, e := range s.order {
		if m := e.Day.Month(); m < today.Month() && !slices.Contains(p.Months, m) {
			p.Months = append(p.Months, m)
		}
	}
	slices.Sort(p.Months)
	return p
}
