#pragma once
// The form of the section `lesson`: a text, or {title, goal, guess, text, show, exercise}.
#include "models/config/form.hpp"
#include "models/config/lesson.hpp"

namespace curtain::config {

FormPtr<Lesson> lesson_form();

}  // namespace curtain::config
