package views

import (
	"reflect"
	"testing"
)

func TestNoPageAfterASessionHidesWhatItsLayoutNeeds(t *testing.T) {
	for _, page := range []Page{SessionEnd{}, Report{}, AnswerBack{}, Paper{}} {
		kind := reflect.TypeOf(page)
		frame := reflect.TypeFor[Frame]()
		for i := range frame.NumField() {
			name := frame.Field(i).Name
			if field, _ := kind.FieldByName(name); len(field.Index) != 2 {
				t.Errorf("%s: got a %s of its own, want the frame's", kind.Name(), name)
			}
		}
	}
}
