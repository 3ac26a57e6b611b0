#pragma once
// Prints a lesson on the terminal, with its text and the metrics that it mentions.
#include <string>
#include <string_view>

#include "models/experiment/expectations.hpp"
#include "models/experiment/run.hpp"

namespace curtain::tools {

/// The text of a lesson in lines of at most `width` columns, indented by two. Paragraphs and list items are
/// wrapped, and the columns of tables are aligned.
std::string lesson_prose(std::string_view text, std::size_t width);

/// Prints the lesson of the scenario, with the metrics of `expect` and `show`. The scenario must have a
/// lesson.
void print_lesson(const Scenario& scenario, const RunResult& result,
                  const std::vector<ExpectationResult>& expected);

}  // namespace curtain::tools
