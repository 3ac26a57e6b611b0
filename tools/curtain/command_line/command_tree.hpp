#pragma once
// The commands as declared in command_line.cpp, as texts. Help, the man page, completion and the check of
// typed words use them.
#include <string>
#include <vector>

namespace curtain::tools {

/// An option, or an argument that stands without a name.
struct OptionText {
  std::vector<std::string> names;  ///< "-q", "--quiet"; none for an argument
  /// What it takes: FILE, "csv|azure-2019" (one of these words); empty for a flag.
  std::string value;
  std::string help;
  bool is_required = false;
  bool may_repeat = false;

  /// The last name, which is the longest; of an argument what it takes.
  [[nodiscard]] const std::string& name() const { return names.empty() ? value : names.back(); }
};

/// What is taken by an option or argument; the words that values are completed by.
namespace value {
inline constexpr const char* scenario = "SCENARIO";
inline constexpr const char* file = "FILE";
inline constexpr const char* folder = "FOLDER";
inline constexpr const char* metric = "METRIC";
inline constexpr const char* policy = "POLICY";
inline constexpr const char* prices = "PRICES";
inline constexpr const char* setting = "KEY=VALUE";
inline constexpr const char* varied = "KEY=A,B";
inline constexpr const char* command = "COMMAND";
inline constexpr const char* count = "N";
inline constexpr const char* percent = "PERCENT";
inline constexpr const char* name = "NAME";
inline constexpr const char* memory = "MEMORY";
inline constexpr const char* time = "TIME";
}  // namespace value

struct Example {
  std::string line;  ///< a command
  std::string does;
};

struct CommandText {
  std::string name;
  std::string path;  ///< "curtain trace info"
  std::string summary;
  std::string group;  ///< of the list of commands; empty: not listed
  std::vector<OptionText> arguments;
  std::vector<OptionText> options;
  std::vector<CommandText> commands;
  std::vector<Example> examples;

  /// The command or option of that name, or nullptr.
  [[nodiscard]] const CommandText* find_command(const std::string& word) const;
  [[nodiscard]] const OptionText* find_option(const std::string& word) const;
  /// "curtain run SCENARIO [OPTIONS]"
  [[nodiscard]] std::string usage() const;
};

/// The words of a choice, "csv|azure-2019"; none of anything else.
std::vector<std::string> choices_of(const std::string& value);

/// The program's exit statuses and the environment variables it looks at, each with its meaning.
struct Meaning {
  std::string name;
  std::string meaning;
};
const std::vector<Meaning>& exit_statuses();
const std::vector<Meaning>& environment_variables();

}  // namespace curtain::tools
