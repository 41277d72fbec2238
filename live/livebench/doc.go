// Package livebench measures the live board against yardsticks: server CPU per
// delivered frame (B1), memory per idle phone (B2), what readers that never read
// do to the others (B7) and how cost grows (B9). Server and phones are processes
// of their own, this program started again, so a program that measures calls
// Main first thing.
package livebench
