package surveys

import (
	"encoding/binary"
	"image"
)

// turned turns and mirrors a picture the way an EXIF orientation from 1 to 8
// says; 1 and everything unknown leave it as it is.
func turned(from *image.RGBA, how int) *image.RGBA {
	if how < 2 || how > 8 {
		return from
	}
	w, h := from.Bounds().Dx(), from.Bounds().Dy()
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	if how >= 5 {
		to = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := place(how, x, y, w, h)
			to.SetRGBA(tx, ty, from.RGBAAt(x, y))
		}
	}
	return to
}

// place is where the pixel x, y of a picture of w by h pixels belongs.
func place(how, x, y, w, h int) (int, int) {
	switch how {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return y, w - 1 - x
	default:
		return x, y
	}
}

// orientation reads how a camera was held from a JPEG's EXIF block; 1, upright,
// where there is none or it cannot be read. (EXIF 2.3: tag 0x0112 of IFD0.)
func orientation(file []byte) int {
	if len(file) < 4 || file[0] != 0xFF || file[1] != 0xD8 {
		return 1
	}
	for at := 2; at+4 <= len(file) && file[at] == 0xFF; {
		marker, size := file[at+1], int(binary.BigEndian.Uint16(file[at+2:]))
		if marker == 0xDA || size < 2 || at+2+size > len(file) {
			return 1
		}
		block := file[at+4 : at+2+size]
		if marker == 0xE1 && len(block) > 6 && string(block[:6]) == "Exif\x00\x00" {
			return exifTurn(block[6:])
		}
		at += 2 + size
	}
	return 1
}

func exifTurn(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	first := int64(order.Uint32(tiff[4:]))
	if first+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[first+2:]
	for range order.Uint16(tiff[first:]) {
		if len(entries) < 12 {
			return 1
		}
		if order.Uint16(entries) == 0x0112 {
			return int(order.Uint16(entries[8:]))
		}
		entries = entries[12:]
	}
	return 1
}
