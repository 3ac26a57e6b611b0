#include "tools/curtain/command_line/command_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "models/config/diagnostics.hpp"
#include "models/config/setting_keys.hpp"
#include "models/policies/catalogue.hpp"

namespace curtain::tools {
namespace {

/// A suggestion of all names that begin with the word, or else the suggestion of config::did_you_mean().
std::string meant(const std::string& word, const std::vector<std::string>& known) {
  std::string longer;
  std::size_t count = 0;
  for (const std::string& name : known) {
    if (name.rfind(word, 0) == 0) {
      longer += (count++ == 0 ? "'" : " or '") + name + "'";
    }
  }
  if (word.size() > 2 && count > 0 && count < 4) {
    return "; did you mean " + longer + "?";
  }
  for (const std::string& name : known) {  // "--out" for "--output"
    if (name.size() > 4 && word.starts_with(name)) {
      return "; did you mean '" + name + "'?";
    }
  }
  return config::did_you_mean(word, known);
}

/// The settings that a word without dashes may mean: all settings whose path, or last part of the path,
/// equals the word.
std::vector<std::string> settings_called(std::string word) {
  std::replace(word.begin(), word.end(), '-', '_');
  std::vector<std::string> whole;
  std::vector<std::string> found;
  for (const SettingKey& key : setting_keys()) {
    std::string path = key.path;
    std::replace(path.begin(), path.end(), '-', '_');
    if (path == word) {
      whole.push_back(key.path);
    } else if (path.ends_with("." + word)) {
      found.push_back(key.path);
    }
  }
  return whole.empty() ? found : whole;
}

/// The seam that has a policy with this name, or an empty text.
std::string seam_with(const std::string& policy) {
  for (const SeamListing& seam : catalogue()) {
    for (const PolicyDeclaration* const declaration : seam.policies) {
      if (declaration->name == policy) {
        return std::string(seam.name);
      }
    }
  }
  return {};
}

/// True if the path is the path of a parameter of one policy.
bool is_parameter(const std::string& path) {
  return path.starts_with("policies.") && std::count(path.begin(), path.end(), '.') > 2;
}

/// True if the option has the name of a key of the scenario itself, such as --platform.
bool is_top_level_key(const std::string& option) {
  const std::vector<std::string> found = settings_called(option.substr(2));
  return !found.empty() && found.front() == option.substr(2);
}

/// A suggestion for a word that is not an option but a setting of the scenario: "write --set seed=4". Empty
/// if there is no such setting.
std::string setting_instead(const std::string& option, const std::string& value) {
  constexpr std::size_t most = 4;
  const std::string word = option.substr(2);
  if (word == "policy" || word == "policies" || word == "strategy") {
    const std::string seam = seam_with(value);
    return seam.empty() ? "write --set policies.SEAM=POLICY, as in --set policies.placement=best-fit; "
                          "`curtain policies` lists the seams and policies"
                        : fmt::format("write --set policies.{}={}", seam, value);
  }
  const std::vector<std::string> found = settings_called(word);
  const std::vector<std::string> kinds =
      found.empty() || is_parameter(found.front()) ? workload_kinds_with(word) : std::vector<std::string>{};
  if (!kinds.empty()) {
    return fmt::format("it is a setting of a workload entry: write --set 'workload[0].{}.{}={}'",
                       kinds.size() == 1 ? kinds.front() : "KIND", word, value.empty() ? "VALUE" : value) +
           (kinds.size() == 1 ? "" : ", where KIND is the entry's kind, such as " + kinds.front());
  }
  if (found.empty()) {
    return {};
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(most, found.size()); ++i) {
    text += fmt::format("{}--set {}={}", i == 0 ? "" : " or ", found[i], value.empty() ? "VALUE" : value);
  }
  return "write " + text +
         (found.size() > most ? fmt::format(" or one of {} others", found.size() - most) : "");
}

/// An option's value with its meaning: "FOLDER (results folder to write)".
std::string described(const OptionText& option) {
  return option.value + " (" + option.help + ")";
}

class Reading {
 public:
  explicit Reading(const CommandText& program) : program_(program), at_(&program) {}

  Typed read(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size() && complaint_.empty() && !is_answered(); ++i) {
      const std::string& word = words[i];
      const std::string* const next = i + 1 < words.size() ? &words[i + 1] : nullptr;
      if (!only_arguments_ && word == "--") {
        only_arguments_ = true;
      } else if (!only_arguments_ && word.rfind("--", 0) == 0) {
        i += long_option(word, next) ? 1 : 0;
      } else if (!only_arguments_ && word.size() > 1 && word[0] == '-') {
        i += short_options(word, next) ? 1 : 0;
      } else {
        argument(word);
      }
    }
    if (complaint_.empty() && !is_answered()) {
      missing();
    }
    return {at_, wants_help_, wants_version_, complaint_};
  }

 private:
  [[nodiscard]] bool is_answered() const { return wants_help_ || wants_version_; }
  void complain(const std::string& what) { complaint_ = what + "\nsee " + at_->path + " --help"; }
  void complain_with_example(const std::string& what) {
    complain(what + (at_->examples.empty() ? "" : "\nexample: " + at_->examples.front().line));
  }

  [[nodiscard]] std::vector<std::string> option_names() const {
    std::vector<std::string> names;
    for (const OptionText& option : at_->options) {
      names.push_back(option.name());
    }
    return names;
  }

  /// Parses an option. long_option() and short_options() return true if the next word is the value of the
  /// option.
  bool long_option(const std::string& word, const std::string* next) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const OptionText* const option = at_->find_option(name);
    if (option == nullptr) {
      const bool has_next = next != nullptr && !next->starts_with("-");
      unknown_option(name, equals != std::string::npos ? word.substr(equals + 1) : has_next ? *next : "");
      return false;
    }
    if (option->value.empty() && equals != std::string::npos) {
      complain(fmt::format("{} takes no value; found '{}'", name, word.substr(equals + 1)));
      return false;
    }
    if (!option->value.empty() && equals == word.size() - 1) {
      complain(fmt::format("{} needs a value, {}", name, described(*option)));
      return false;
    }
    return given(*option, name, equals == std::string::npos, next);
  }

  bool short_options(const std::string& word, const std::string* next) {
    for (std::size_t i = 1; i < word.size() && complaint_.empty() && !is_answered(); ++i) {
      const std::string name = {'-', word[i]};
      const OptionText* const option = at_->find_option(name);
      if (option == nullptr) {
        const bool is_long = word.size() > 2 && at_->find_option("-" + word) != nullptr;
        complain(fmt::format("there is no option '{}'{}", is_long ? word : name,
                             is_long ? "; did you mean '-" + word + "'?" : ""));
        return false;
      }
      if (!option->value.empty()) {
        const bool is_last = i + 1 == word.size();
        return given(*option, name, is_last, next);
      }
      given(*option, name, false, nullptr);
    }
    return false;
  }

  bool given(const OptionText& option, const std::string& name, bool takes_next, const std::string* next) {
    wants_help_ = option.name() == "--help";
    if (wants_help_ && helps_ && at_ == &program_) {
      at_ = program_.find_command("help");
    }
    wants_version_ = option.name() == "--version";
    if (++times_[&option] > 1 && !option.may_repeat && !option.value.empty()) {
      complain(fmt::format("{} is given twice", name));
      return false;
    }
    if (option.value.empty() || !takes_next) {
      return false;
    }
    if (next == nullptr) {
      complain(fmt::format("{} needs a value, {}", name, described(option)));
      return false;
    }
    if (at_->find_option(next->substr(0, next->find('='))) != nullptr) {
      complain(fmt::format("{} needs a value, {}; found the option '{}'", name, option.value, *next));
      return false;
    }
    return true;
  }

  void unknown_option(const std::string& name, const std::string& value) {
    std::vector<std::string> owners;
    for (const CommandText& command : at_->commands) {
      if (command.find_option(name) != nullptr) {
        owners.push_back(command.name);
      }
    }
    if (!owners.empty()) {
      complain(fmt::format("the option {} must come after its command, which is one of {}", name,
                           config::comma_list(owners)));
      return;
    }
    complain("there is no option '" + name + "'" + instead_of(name, value));
  }

  /// Returns advice about an unknown option: the command that has the option, a setting, or a similar option.
  /// A key of the scenario itself is preferred, then a command that simulates and has the option, then any
  /// other setting of the same name.
  [[nodiscard]] std::string instead_of(const std::string& name, const std::string& value) const {
    const std::vector<std::string> commands = commands_with(name, program_);
    const bool simulates =
        std::any_of(program_.commands.begin(), program_.commands.end(), [&name](const CommandText& command) {
          return command.find_option("--set") != nullptr && command.find_option(name) != nullptr;
        });
    const bool is_set_elsewhere = simulates && !is_top_level_key(name);
    const std::string setting =
        at_->find_option("--set") == nullptr || is_set_elsewhere ? "" : setting_instead(name, value);
    if (!setting.empty()) {
      return "; " + setting;
    }
    return commands.empty() ? meant(name, option_names())
                            : "; it is an option of " + config::comma_list(commands);
  }

  /// The paths of all commands that have an option of this name, such as "curtain compare".
  [[nodiscard]] static std::vector<std::string> commands_with(const std::string& option,
                                                              const CommandText& among) {
    std::vector<std::string> paths;
    for (const CommandText& command : among.commands) {
      if (command.find_option(option) != nullptr) {
        paths.push_back(command.path);
      }
      const std::vector<std::string> inner = commands_with(option, command);
      paths.insert(paths.end(), inner.begin(), inner.end());
    }
    return paths;
  }

  void argument(const std::string& word) {
    if (!at_->commands.empty()) {
      command(word);
      return;
    }
    if (word.empty() && !at_->arguments.empty()) {
      complain(fmt::format("{} needs {}; found an empty word", at_->name, at_->arguments.back().value));
      return;
    }
    ++arguments_;
    if (arguments_ > at_->arguments.size() && (at_->arguments.empty() || !at_->arguments.back().may_repeat)) {
      complain(at_->arguments.empty() ? fmt::format("{} takes only options; found '{}'", at_->name, word)
                                      : fmt::format("{} takes a single {}; found also '{}'{}", at_->name,
                                                    at_->arguments.back().value, word, as_setting(word)));
    }
  }

  /// A suggestion for a setting that is written as an argument, such as "policies.placement=best-fit".
  [[nodiscard]] std::string as_setting(const std::string& word) const {
    const bool is_setting = at_->find_option("--set") != nullptr && word.find('=') != std::string::npos;
    return is_setting ? "; write --set " + word : "";
  }

  void command(const std::string& word) {
    if (at_ == &program_ && word == "help") {
      helps_ = true;
      return;
    }
    if (const CommandText* const found = at_->find_command(word); found != nullptr) {
      at_ = found;
      return;
    }
    std::vector<std::string> names;
    for (const CommandText& command : at_->commands) {
      names.push_back(command.name);
    }
    std::string nearest = meant(word, names);
    if (nearest.empty() && at_->find_option("--" + word) != nullptr) {
      nearest = "; did you mean '--" + word + "'?";
    }
    for (const CommandText& command : at_->commands) {  // "curtain trace info" for "curtain info"
      if (nearest.empty() && command.find_command(word) != nullptr) {
        nearest = "; did you mean '" + command.name + " " + word + "'?";
      }
    }
    const bool is_file = word.ends_with(".yaml") || word.ends_with(".yml") || word.ends_with(".csv");
    if (nearest.empty() && is_file) {  // "curtain run s.yaml" for "curtain s.yaml"
      nearest = fmt::format("; did you mean '{} {}'?", at_ == &program_ ? "run" : "trace info", word);
    }
    complain("there is no command '" + (at_ == &program_ ? "" : at_->name + " ") + word + "'" +
             (nearest.empty() ? "; the commands are " + config::comma_list(names) : nearest));
  }

  /// Reports the first required word that is missing.
  void missing() {
    if (helps_) {  // the words are like "curtain help run"
      wants_help_ = true;
      return;
    }
    if (at_ == &program_ && times_.empty() && !only_arguments_) {  // the user has typed no word after the
                                                                   // program's name
      wants_help_ = true;
      return;
    }
    if (!at_->commands.empty()) {
      std::vector<std::string> names;
      for (const CommandText& command : at_->commands) {
        names.push_back(command.name);
      }
      complain((at_ == &program_ ? "a command is missing; the commands are "
                                 : at_->name + " needs one of the commands ") +
               config::comma_list(names));
      return;
    }
    for (std::size_t i = arguments_; i < at_->arguments.size(); ++i) {
      if (at_->arguments[i].is_required) {
        complain_with_example(fmt::format("{} needs {}", at_->name, described(at_->arguments[i])));
        return;
      }
    }
    for (const OptionText& option : at_->options) {
      if (option.is_required && times_.count(&option) == 0) {
        complain_with_example(fmt::format("{} needs {} {}", at_->name, option.name(), described(option)));
        return;
      }
    }
  }

  const CommandText& program_;
  const CommandText* at_;
  bool only_arguments_ = false;
  bool helps_ = false;  // whether the first word is "help"
  bool wants_help_ = false;
  bool wants_version_ = false;
  std::size_t arguments_ = 0;
  std::map<const OptionText*, std::size_t> times_;
  std::string complaint_;
};

}  // namespace

Typed look_at(const CommandText& program, const std::vector<std::string>& words) {
  return Reading(program).read(words);
}

}  // namespace curtain::tools
