// Package live carries the newest state of a topic to everybody who watches it.
//
// A Board holds one frame per topic, the newest; nothing is queued for anybody.
// Sockets (gorilla/websocket) and long polls pull that frame from the same
// Board and skip what they missed, so a slow phone cannot hold a fast one.
// The package knows topics and bytes only; what they mean is the caller's.
//
// docs/adr/0005-live-by-newest-frame.md says how it is built and what was measured.
package live
