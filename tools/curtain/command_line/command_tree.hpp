#pragma once
// The commands that command_line.cpp declares, as text. Help, the man page, completion and the check of the
// typed words use this text.
#include <string>
#include <vector>

namespace curtain::tools {

/// An option, or an argument without a name.
struct OptionText {
  std::vector<std::string> names;  ///< "-q", "--quiet"; an argument has no name
  /// The kind of the value, such as FILE, or the allowed words, such as "csv|azure-2019". A flag has an empty
  /// kind.
  std::string value;
  std::string help;
  bool is_required = false;
  bool may_repeat = false;

  /// The last name, which is the longest. For an argument, the kind of its value.
  [[nodiscard]] const std::string& name() const { return names.empty() ? value : names.back(); }
};

/// The kinds of values of options and arguments, by which completion selects the words to offer.
namespace value {
inline constexpr const char* scenario = "SCENARIO";
inline constexpr const char* file = "FILE";
inline constexpr const char* folder = "FOLDER";
inline constexpr const char* metric = "METRIC";
inline constexpr const char* figure = "FIGURE";
inline constexpr const char* policy = "POLICY";
inline constexpr const char* prices = "PRICES";
inline constexpr const char* platform = "PLATFORM";
inline constexpr const char* setting = "KEY=VALUE";
inline constexpr const char* varied = "KEY=A,B";
inline constexpr const char* command = "COMMAND";
inline constexpr const char* count = "N";
inline constexpr const char* percent = "PERCENT";
inline constexpr const char* name = "NAME";
inline constexpr const char* memory = "MEMORY";
inline constexpr const char* time = "TIME";
inline constexpr const char* share = "SHARE";
}  // namespace value

struct Example {
  std::string line;  ///< the words of an example command
  std::string does;
};

struct CommandText {
  std::string name;
  std::string path;  ///< "curtain trace info"
  std::string summary;
  std::string group;  ///< heading in the list of commands; a command with an empty group is not listed
  std::vector<OptionText> arguments;
  std::vector<OptionText> options;
  std::vector<CommandText> commands;
  std::vector<Example> examples;

  /// The command or the option with this name, or nullptr.
  [[nodiscard]] const CommandText* find_command(const std::string& word) const;
  [[nodiscard]] const OptionText* find_option(const std::string& word) const;
  /// The usage line of the command: "curtain run SCENARIO [OPTIONS]".
  [[nodiscard]] std::string usage() const;
};

/// The words of a choice such as "csv|azure-2019". Empty for any other kind of value.
std::vector<std::string> choices_of(const std::string& value);

/// An exit status or an environment variable of the program, with its meaning.
struct Meaning {
  std::string name;
  std::string meaning;
};
const std::vector<Meaning>& exit_statuses();
const std::vector<Meaning>& environment_variables();

}  // namespace curtain::tools
