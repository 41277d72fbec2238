package mongo

import (
	"context"
	"errors"
	"slices"
	"time"

	"cairn/fault"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"
)

const (
	perTry   = 5 * time.Second       // a line that says nothing for so long is given up and tried anew
	betweens = 50 * time.Millisecond // between two tries

	codeTaken    = 11000
	codeDiskFull = 14031
)

var errUndeclared = errors.New("no Ensure for this collection")

// patiently calls try until it answers for good, ctx ends or the engine's
// patience is over. again says that an earlier try may have been carried out.
func (e *Engine) patiently(ctx context.Context, step string, try func(ctx context.Context, again bool) error) error {
	if err := ctx.Err(); err != nil {
		return faultOf(err, step)
	}
	// The driver leaves goroutines behind that look at its context; a web server's
	// is by then another request's. So the caller's is looked at here alone.
	caller := ctx
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), e.patience)
	defer cancel()
	for again := false; ; again = true {
		one, done := context.WithTimeout(ctx, perTry)
		err := try(one, again)
		done()
		if err == nil || !passing(err) {
			return faultOf(err, step)
		}
		wait := time.NewTimer(betweens)
		select {
		case <-wait.C:
		case <-caller.Done():
			wait.Stop()
			return faultOf(caller.Err(), step)
		case <-ctx.Done():
			wait.Stop()
			return &fault.Error{Kind: fault.TooMany, Key: "store.away", Cause: err}
		}
	}
}

// passing says whether an error will go by itself: no primary, a lost line, a
// member that is stepping down or starting.
func passing(err error) bool {
	if driver.IsNetworkError(err) || driver.IsTimeout(err) || errors.As(err, new(topology.ServerSelectionError)) {
		return true
	}
	if errors.As(err, new(topology.ConnectionError)) {
		return true
	}
	var server driver.ServerError
	if !errors.As(err, &server) {
		return false
	}
	return server.HasErrorLabel("RetryableWriteError") || slices.ContainsFunc(passingCodes(), server.HasErrorCode)
}

// passingCodes are MongoDB's own list for retryable reads, and a majority that
// took too long: HostUnreachable, HostNotFound, WriteConcernFailed,
// NetworkTimeout, ShutdownInProgress, the not-primary family, SocketException,
// ExceededTimeLimit.
func passingCodes() []int {
	return []int{6, 7, 64, 89, 91, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436}
}

// faultOf turns the driver's errors into ours. A full disk is TooMany, as in
// the embedded engine: the same thing sent again in a while will be taken.
func faultOf(err error, step string) error {
	var server driver.ServerError
	if errors.As(err, &server) && server.HasErrorCode(codeDiskFull) {
		return &fault.Error{Kind: fault.TooMany, Key: "store.full", Cause: err}
	}
	return fault.Wrap(err, "mongo: "+step)
}
