package server

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strconv"

	"cairn/surveys/results"

	"github.com/xuri/excelize/v2"
)

// rowsPart is where excelize keeps the first sheet of a workbook.
const rowsPart = "xl/worksheets/sheet1.xml"

// rowsXLSX streams the workbook: rows and code-book. excelize makes all of it but the rows' own sheet, which it would gather in memory
// by sixteen megabytes; that one is written straight into the file.
func (h *resultScreens) rowsXLSX(ctx context.Context, of *counted, out io.Writer, step func(int) error) error {
	frame, bold, err := h.rowsFrame(of)
	if err != nil {
		return err
	}
	book, err := zip.NewReader(bytes.NewReader(frame), int64(len(frame)))
	if err != nil {
		return err
	}
	w := zip.NewWriter(out)
	for _, part := range book.File {
		if part.Name == rowsPart {
			continue
		}
		if err := w.Copy(part); err != nil {
			return err
		}
	}
	sheet, err := w.Create(rowsPart)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(sheet, 64<<10)
	if err := h.rowsSheet(ctx, of, &sheetWriter{to: buffered, bold: bold}, step); err != nil {
		return err
	}
	return errors.Join(buffered.Flush(), w.Close())
}

// rowsFrame is the workbook without its rows, and the number of the style for heads.
func (h *resultScreens) rowsFrame(of *counted) ([]byte, int, error) {
	file := excelize.NewFile()
	defer func() { _ = file.Close() }() // takes its own files away
	bold, err := file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, 0, err
	}
	if err := file.SetSheetName("Sheet1", h.texts.Text(of.lang, "results.sheet.rows")); err != nil {
		return nil, 0, err
	}
	if err := h.codeBook(file, of, bold); err != nil {
		return nil, 0, err
	}
	frame, err := file.WriteToBuffer()
	if err != nil {
		return nil, 0, err
	}
	return frame.Bytes(), bold, nil
}

// rowsSheet writes the sheet of rows.
func (h *resultScreens) rowsSheet(ctx context.Context, of *counted, w *sheetWriter, step func(int) error) error {
	w.say(xml.Header + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	var head []string
	for _, name := range h.rowHead(of) {
		head = append(head, inCell(harmless(name)))
	}
	w.row(1, head, ` s="`+strconv.Itoa(w.bold)+`"`)
	texts := h.newCells(of, inCell)
	var cells []string
	err := h.eachRow(ctx, of, step, func(n int, l results.Line) error {
		cells = texts.row(l, cells)
		w.row(n+1, cells, "")
		return w.failed
	})
	w.say(`</sheetData></worksheet>`)
	return errors.Join(err, w.failed)
}

// inCell is a text as it stands in a cell of its own; "" for none.
func inCell(text string) string {
	if text == "" {
		return ""
	}
	var out bytes.Buffer
	out.WriteString(`<is><t xml:space="preserve">`)
	_ = xml.EscapeText(&out, []byte(text)) // a buffer takes everything
	out.WriteString(`</t></is>`)
	return out.String()
}

// sheetWriter writes a sheet row by row; the first failure stays.
type sheetWriter struct {
	to      *bufio.Writer
	bold    int
	letters []string // names of columns
	failed  error
}

func (w *sheetWriter) say(text string) {
	if _, err := w.to.WriteString(text); err != nil && w.failed == nil {
		w.failed = err
	}
}

// row writes cells made by inCell, the empty ones left out.
func (w *sheetWriter) row(n int, cells []string, style string) {
	at := strconv.Itoa(n)
	w.say(`<row r="` + at + `">`)
	for i, cell := range cells {
		for i >= len(w.letters) {
			name, err := excelize.ColumnNumberToName(len(w.letters) + 1)
			if err != nil {
				w.failed = errors.Join(w.failed, err)
				return
			}
			w.letters = append(w.letters, name)
		}
		if cell == "" {
			continue
		}
		w.say(`<c r="`)
		w.say(w.letters[i])
		w.say(at)
		w.say(`" t="inlineStr"`)
		w.say(style)
		w.say(`>`)
		w.say(cell)
		w.say(`</c>`)
	}
	w.say(`</row>`)
}
