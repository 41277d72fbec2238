package views

import (
	"reflect"
	"testing"
)

func TestNoStaffPageHidesWhatItsLayoutNeeds(t *testing.T) {
	for _, page := range []Page{
		SignIn{}, SignInOffer{}, SetUp{}, Invited{}, Password{}, Me{}, People{}, LinkOnce{}, ServiceEdit{},
		Home{}, PanelNew{}, Panel{}, PanelChoice{}, SessionNew{}, SessionPlan{}, Editor{}, PictureChoice{}, Preview{}, PreviewAsPhone{},
	} {
		kind := reflect.TypeOf(page)
		for _, name := range []string{"Lang", "Dir", "Title", "Example", "CSRF", "Staff", "Back", "Live", "Shape"} {
			field, _ := kind.FieldByName(name)
			if len(field.Index) != 2 {
				t.Errorf("%s: got a %s of its own, want the frame's", kind.Name(), name)
			}
		}
	}
}
