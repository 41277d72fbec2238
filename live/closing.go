package live

// Close codes have a grammar: 4000-4499 mean "come back" (after a jittered
// wait), 4500-4999 mean "stay away". The protocol's own codes (1002 protocol
// error, 1003 not text, 1007 not UTF-8, 1009 too big) are for what no page of
// ours sends; a page that hears one tries again after its wait.
const (
	// CloseRestart says that this process is going and another one, or it again, will answer soon.
	CloseRestart = 4000
	// CloseGone says that what was watched has ended: session over, sign-in ended, seat taken away.
	CloseGone = 4500
	// CloseFlood says that far more was sent than a person can tap.
	CloseFlood = 4501
)
