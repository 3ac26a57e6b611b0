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

void write_warnings(const Warnings& warnings, sim::JsonWriter& json) {
  json.array(sim::JsonLayout::lines, [&] {
    for (const Warning& warning : warnings) {
      json.object(sim::JsonLayout::line, [&] {
        json.member("where", warning.where);
        json.member("setting", warning.setting);
        json.member("text", warning.text);
      });
    }
  });
}

}  // namespace curtain::tools
