#include "tools/curtain/command_line/command_options.hpp"

#include <algorithm>

#include "models/config/diagnostics.hpp"

namespace curtain::tools {

CLI::Option* one_of(CLI::Option* option, const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) {
    joined += (joined.empty() ? "" : "|") + word;
  }
  const std::string name = option->get_name();
  return option->type_name(joined)->check([words, name](const std::string& text) {
    if (std::find(words.begin(), words.end(), text) == words.end()) {
      throw UsageError{fmt::format("{} must be one of {}; found '{}'{}", name, config::comma_list(words),
                                   text, config::did_you_mean(text, words))};
    }
    return std::string();
  });
}

void show_examples(CLI::App* app, const std::vector<Example>& examples) {
  std::string text;
  for (const Example& example : examples) {
    text += example.line + "\n" + example.does + "\n";
  }
  app->footer(text);
}

void add_scenario(CLI::App* app, std::string& path) {
  app->add_option(
         "scenario", path,
         "a YAML file, - for standard input, or the name of an installed scenario, such as quickstart")
      ->type_name(value::scenario)
      ->required();
}

void add_output(CLI::App* app, CommonOptions& options) {
  app->add_flag("--json", options.json, "print one JSON document on standard output");
  app->add_flag("-q,--quiet", options.quiet, "print only errors");
  one_of(app->add_option_function<std::string>(
             "--color",
             [](const std::string& when) {
               choose_colour(when == "always"  ? Colour::always
                             : when == "never" ? Colour::never
                                               : Colour::automatic);
             },
             "when to use colour (default auto: only on a terminal)"),
         {"auto", "always", "never"});
}

void add_plugin(CLI::App* app) {
  app->add_option_function<std::vector<std::string>>(
         "--plugin",
         [](const std::vector<std::string>& paths) { std::for_each(paths.begin(), paths.end(), use_plugin); },
         "a shared library with policies that you have written")
      ->type_name(value::file)
      ->allow_extra_args(false);
}

void add_common(CLI::App* app, CommonOptions& options) {
  add_plugin(app);
  app->add_option("--set", options.set, "change a value of the scenario, such as policies.placement=best-fit")
      ->type_name(value::setting)
      ->allow_extra_args(false);
  add_output(app, options);
}

CLI::Option* add_out(CLI::App* app, std::string& out, const char* kind, const char* description) {
  return app->add_option("--out", out, description)->type_name(kind)->check([](const std::string& path) {
    return path.empty() ? std::string("--out needs the name of a file or folder; found an empty name")
                        : std::string();
  });
}

}  // namespace curtain::tools
