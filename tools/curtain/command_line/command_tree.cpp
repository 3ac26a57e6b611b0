#include "tools/curtain/command_line/command_tree.hpp"

#include <algorithm>

namespace curtain::tools {

const CommandText* CommandText::find_command(const std::string& word) const {
  const auto found = std::find_if(commands.begin(), commands.end(),
                                  [&word](const CommandText& command) { return command.name == word; });
  return found == commands.end() ? nullptr : &*found;
}

const OptionText* CommandText::find_option(const std::string& word) const {
  const auto found = std::find_if(options.begin(), options.end(), [&word](const OptionText& option) {
    return std::find(option.names.begin(), option.names.end(), word) != option.names.end();
  });
  return found == options.end() ? nullptr : &*found;
}

std::string CommandText::usage() const {
  std::string text = path;
  if (!commands.empty()) {
    return text + " COMMAND ...";
  }
  for (const OptionText& argument : arguments) {
    const std::string many = argument.value + (argument.may_repeat ? " ..." : "");
    text += " " + (argument.is_required ? many : "[" + many + "]");
  }
  for (const OptionText& option : options) {
    text += option.is_required ? " " + option.name() + " " + option.value : "";
  }
  return text + " [OPTIONS]";
}

std::vector<std::string> choices_of(const std::string& value) {
  std::vector<std::string> words;
  if (value.find('|') == std::string::npos) {
    return words;
  }
  std::size_t from = 0;
  while (from <= value.size()) {
    const std::size_t to = std::min(value.find('|', from), value.size());
    words.push_back(value.substr(from, to - from));
    from = to + 1;
  }
  return words;
}

const std::vector<Meaning>& exit_statuses() {
  static const std::vector<Meaning> list = {
      {"0", "done"},
      {"1", "an expectation of the scenario failed"},
      {"2", "the input or the command line is wrong"},
      {"3", "the run failed, for example because of a broken law or a full disk"},
      {"130", "the run was interrupted; the results so far are printed and marked partial"}};
  return list;
}

const std::vector<Meaning>& environment_variables() {
  static const std::vector<Meaning> list = {
      {"NO_COLOR", "if set and not empty, the output has no colour unless --color=always is given"},
      {"COLUMNS", "width of the output, from 40 to 120; default: the width of the terminal, else 80"},
      {"TERM", "if \"dumb\", the output has no colour and no progress line"},
      {"LC_ALL, LC_CTYPE, LANG",
       "the first of these variables that is set names the encoding; if it is not UTF-8, pictures are drawn "
       "in ASCII"}};
  return list;
}

}  // namespace curtain::tools
