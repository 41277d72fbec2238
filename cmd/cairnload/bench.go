package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"cairn/live/livebench"
)

// bench prints the rows that need no server, one JSON line each, and reports whether all kept to their bars.
func bench(ctx context.Context, rows string) bool {
	out := json.NewEncoder(os.Stdout)
	kept := true
	for id := range strings.SplitSeq(rows, ",") {
		row, err := benchRow(ctx, id)
		if err != nil {
			fmt.Fprintf(os.Stderr, "cairnload: %s: %v\n", id, err)
			kept = false
			continue
		}
		_ = out.Encode(row)
		kept = kept && row.OK
	}
	return kept
}

func benchRow(ctx context.Context, id string) (livebench.Row, error) {
	switch id {
	case "B1":
		return livebench.B1(ctx, 4000, 5, "loop")
	case "B2":
		return livebench.B2(ctx, 4000, "board")
	case "B7":
		return livebench.B7(ctx, 1000, 0.2, "board")
	case "B9":
		return livebench.B9(ctx, []int{500, 1000, 2000, 4000, 8000})
	}
	return livebench.Row{}, fmt.Errorf("no such row here")
}
