#pragma once
// Options that several commands declare, and checks of the values of options. The declaration of an option
// names the kind of its value by a word of command_tree.hpp (type_name), which shell completion uses.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <charconv>
#include <cstdint>
#include <functional>
#include <string>
#include <type_traits>
#include <vector>

#include "tools/curtain/command_line/command_tree.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {

/// The command that the user has requested. It is known after all words are parsed.
struct Chosen {
  const std::atomic<bool>& interrupt;
  std::function<int()> act;
  CommandText program;  ///< the declarations of all commands, as text
};

/// Requires that the value is one of these words.
CLI::Option* one_of(CLI::Option* option, const std::vector<std::string>& words);

/// Requires that the value is a number in [least, most], written in decimal digits.
template <class Number>
CLI::Option* within(CLI::Option* option, Number least, Number most, const char* value = value::count) {
  const std::string name = option->get_name();
  return option->type_name(value)->check([=](const std::string& text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_octal = std::is_integral_v<Number> && text.size() > 1 && text[0] == '0';  // the parser
                                                                                            // reads a leading
                                                                                            // 0 as octal
    if (error != std::errc() || end != text.data() + text.size() || is_octal ||
        !(number >= least && number <= most)) {
      throw UsageError{fmt::format(
          "{} needs a {} from {} to {}; found '{}'", name,
          std::is_integral_v<Number> ? "whole number" : "number", human_number(static_cast<double>(least)),
          std::is_integral_v<Number> ? grouped(static_cast<std::uint64_t>(most)) : fmt::format("{}", most),
          text)};
    }
    return std::string();
  });
}

/// Adds examples, which --help and the man page show. If a required word is missing, the first example is
/// also shown.
void show_examples(CLI::App* app, const std::vector<Example>& examples);

void add_scenario(CLI::App* app, std::string& path);
/// Adds the options of all commands that print text for readers.
void add_output(CLI::App* app, CommonOptions& options);
void add_plugin(CLI::App* app);
/// Calls add_plugin() and add_output(), and adds --set.
void add_common(CLI::App* app, CommonOptions& options);
CLI::Option* add_out(CLI::App* app, std::string& out, const char* kind, const char* description);

/// Declares `curtain trace` and its commands (command_line_trace.cpp).
void declare_trace(CLI::App& program, Chosen& chosen);
/// Declare `curtain validate` and `curtain calibrate` (command_line_measured.cpp).
void declare_validate(CLI::App& program, Chosen& chosen);
void declare_calibrate(CLI::App& program, Chosen& chosen);

}  // namespace curtain::tools
