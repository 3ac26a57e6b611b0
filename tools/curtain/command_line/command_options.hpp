#pragma once
// Options that several commands declare, and checks of options' values. A declared option names the kind of
// its value by a word of command_tree.hpp (type_name), which completion uses.
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

/// The requested command, known once all words are read.
struct Chosen {
  const std::atomic<bool>& interrupt;
  std::function<int()> act;
  CommandText program;  ///< all declarations, as text
};

/// The value must be one of these words.
CLI::Option* one_of(CLI::Option* option, const std::vector<std::string>& words);

/// A number in [least, most], in digits.
template <class Number>
CLI::Option* within(CLI::Option* option, Number least, Number most, const char* value = value::count) {
  const std::string name = option->get_name();
  return option->type_name(value)->check([=](const std::string& text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_octal = std::is_integral_v<Number> && text.size() > 1 && text[0] == '0';  // to the parser
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

/// Shown by --help and in the man page; the first example is also shown if a required word is missing.
void show_examples(CLI::App* app, const std::vector<Example>& examples);

void add_scenario(CLI::App* app, std::string& path);
/// Options of all commands with output for people.
void add_output(CLI::App* app, CommonOptions& options);
void add_plugin(CLI::App* app);
/// add_plugin(), --set and add_output().
void add_common(CLI::App* app, CommonOptions& options);
CLI::Option* add_out(CLI::App* app, std::string& out, const char* kind, const char* description);

/// `curtain trace` and its commands (command_line_trace.cpp).
void declare_trace(CLI::App& program, Chosen& chosen);

}  // namespace curtain::tools
