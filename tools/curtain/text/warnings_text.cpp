#include "tools/curtain/text/warnings_text.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "tools/curtain/text/text.hpp"

namespace curtain::tools {

void warn(const Warnings& warnings, const CommonOptions& options, std::size_t from) {
  for (std::size_t i = from; i < warnings.size() && !options.quiet; ++i) {
    const bool is_of_input = !warnings[i].where.empty();
    fmt::print(stderr, "{}{}\n", is_of_input ? "" : "curtain: ", warnings[i].line());
  }
}

void print_warnings(const Warnings& warnings) {
  for (const Warning& warning : warnings) {
    fmt::print("{}", red(wrapped(warning.line(), output_columns(), 2, 4)));
  }
}

std::string warnings_json(const Warnings& warnings, const char* indent) {
  std::string text;
  for (const Warning& warning : warnings) {
    text += fmt::format("{}\n{}  {{\"where\": {}, \"setting\": {}, \"text\": {}}}", text.empty() ? "" : ",",
                        indent, json_string(warning.where), json_string(warning.setting),
                        json_string(warning.text));
  }
  return text.empty() ? "[]" : fmt::format("[{}\n{}]", text, indent);
}

}  // namespace curtain::tools
