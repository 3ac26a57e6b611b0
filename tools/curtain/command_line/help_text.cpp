#include "tools/curtain/command_line/help_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kNames = 12;  // width of the names on the page of the program

using Rows = std::vector<std::pair<std::string, std::string>>;

/// Prints each term on the left and its meaning on the right, or below the term if the term is long.
std::string listed(const std::string& title, const Rows& rows, std::size_t left = 0) {
  constexpr std::size_t most = 28;
  for (const auto& row : rows) {
    left = std::max(left, std::min(most, width_of(row.first)));
  }
  std::string text = rows.empty() ? "" : fmt::format("\n{}\n", bold(title));
  for (const auto& [name, meaning] : rows) {
    const std::string block = wrapped(meaning, output_columns(), left + 4);
    text += width_of(name) > left ? fmt::format("  {}\n{}", name, block)
                                  : fmt::format("  {}  {}", pad_right(name, left), block.substr(left + 4));
  }
  return text;
}

/// True if the choices of an option are too long to be shown next to its name.
bool has_long_choices(const OptionText& option) {
  constexpr std::size_t widest = 40;
  return option.value.size() > widest && !choices_of(option.value).empty();
}

std::string option_text(const OptionText& option) {
  std::string names;
  for (const std::string& name : option.names) {
    names += (names.empty() ? "" : ", ") + name;
  }
  const std::string value = has_long_choices(option) ? "WORD" : option.value;
  return names + (names.empty() || value.empty() ? "" : " ") + value;
}

std::string meaning_of(const OptionText& option) {
  std::string choices;
  for (const std::string& word :
       has_long_choices(option) ? choices_of(option.value) : std::vector<std::string>{}) {
    choices += (choices.empty() ? ": " : ", ") + word;
  }
  return option.help + choices + (option.may_repeat && !option.names.empty() ? "; may be repeated" : "") +
         (option.is_required && !option.names.empty() ? " (required)" : "");
}

/// Adds the rows of all commands. A command that only contains others is replaced by the commands that it
/// contains.
void add_commands(const CommandText& above, const std::string& before, const std::string& group, Rows& rows) {
  for (const CommandText& command : above.commands) {
    if (command.group != group) {
      continue;
    }
    if (command.commands.empty()) {
      rows.emplace_back(before + command.name, command.summary);
    } else {
      add_commands(command, before + command.name + " ", group, rows);
    }
  }
}

std::vector<std::string> groups_of(const CommandText& command) {
  std::vector<std::string> groups;
  for (const CommandText& inner : command.commands) {
    if (!inner.group.empty() && std::find(groups.begin(), groups.end(), inner.group) == groups.end()) {
      groups.push_back(inner.group);
    }
  }
  return groups;
}

std::string examples_text(const CommandText& command) {
  std::string text = command.examples.empty() ? "" : fmt::format("\n{}\n", bold("Examples"));
  for (const Example& example : command.examples) {
    text += dim(wrapped("# " + example.does, output_columns(), 2, 4)) + "  " + example.line + "\n";
  }
  return text;
}

}  // namespace

std::string help_text(const CommandText& command) {
  const std::size_t columns = output_columns();
  std::string text = wrapped(bold(command.path) + ": " + command.summary, columns, 0, 2);
  text += fmt::format("\n{}\n{}", bold("Usage"), wrapped(command.usage(), columns, 2, 6));
  Rows arguments;
  for (const OptionText& argument : command.arguments) {
    arguments.emplace_back(option_text(argument), meaning_of(argument));
  }
  text += listed("Arguments", arguments);
  for (const std::string& group : groups_of(command)) {
    Rows commands;
    add_commands(command, "", group, commands);
    text += listed(group, commands, command.path == command.name ? kNames : 0);
  }
  Rows options;
  for (const OptionText& option : command.options) {
    options.emplace_back(option_text(option), meaning_of(option));
  }
  text += listed("Options", options, command.path == command.name ? kNames : 0) + examples_text(command);
  if (command.path == command.name) {  // the page of the program itself
    Rows statuses;
    for (const Meaning& status : exit_statuses()) {
      statuses.emplace_back(status.name, status.meaning);
    }
    text += listed("Exit status", statuses, kNames);
    text +=
        fmt::format("\n{}", wrapped("curtain COMMAND --help prints the options of a command.", columns, 0));
  }
  return text;
}

}  // namespace curtain::tools
