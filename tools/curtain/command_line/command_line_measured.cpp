// Declares the commands that compare runs with measurements: `curtain validate` and `curtain calibrate`.
#include <memory>

#include "tools/curtain/command_line/command_options.hpp"
#include "tools/curtain/commands/commands.hpp"

namespace curtain::tools {

void declare_validate(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<ValidateCommand>();
  CLI::App* const app =
      program.add_subcommand("validate", "run scenarios and check their `expect` and `cases` sections")
          ->group("Simulate");
  app->add_option("scenarios", command->paths, "YAML files, or folders of them; - for standard input")
      ->type_name(value::scenario);
  app->add_flag("--audit", command->audit, "check every event independently (slower)");
  one_of(app->add_option("--format", command->format, "form of the table (default table)"),
         {"table", "csv", "markdown", "json"});
  within(app->add_option("--replications", command->replications,
                         "run each scenario with cases this many times, and judge the means of its figures"),
         1u, 1000000u);
  app->add_option("--platform", command->platform,
                  "run the cases on this profile instead of their own, which should fail many of them")
      ->type_name(value::platform);
  app->add_option("--measured", command->measured,
                  "measured logs, or folders of them, to replay and to compare with the replays")
      ->type_name(value::file);
  app->add_option("--scenario", command->scenario, "the scenario that replays the measured logs")
      ->type_name(value::scenario);
  within(app->add_option("--replays", command->replays, "number of replays of each log (default 100)"), 2u,
         1000000u);
  within(app->add_option("--threads", command->threads,
                         "number of replays at the same time (default: the number of cores)"),
         1u, 1024u);
  app->add_flag(
      "--sensitivity", command->sensitivity,
      "increase each number of the platform by 10 %, one at a time, and print the settings that move "
      "each case; a case that one setting determines is an input (slower)");
  app->add_flag(
      "--mechanisms", command->mechanisms,
      "run the cases that rest on a mechanism without this mechanism, for each mechanism in the file "
      "mechanisms.yaml of the folder");
  app->add_option("--without", command->without, "the same for one mechanism")
      ->type_name("MECHANISM")
      ->allow_extra_args(false);
  add_common(app, command->common);
  show_examples(app, {{"curtain validate lessons", "all lessons"},
                      {"curtain validate atc18", "the measured figures of real platforms, as a table"},
                      {"curtain validate atc18 --sensitivity", "the settings that determine each figure"},
                      {"curtain validate atc18 --mechanisms", "the cases that fail without each mechanism"},
                      {"curtain validate --measured log.csv --scenario s.yaml",
                       "a measured log, replayed in a scenario and compared"}});
  app->callback(
      [command, &chosen] { chosen.act = [=, &chosen] { return validate(*command, chosen.interrupt); }; });
}

void declare_calibrate(CLI::App& program, Chosen& chosen) {
  const auto command = std::make_shared<CalibrateCommand>();
  CLI::App* const app =
      program.add_subcommand("calibrate", "fit a platform profile to measured logs")->group("Simulate");
  app->add_option("logs", command->paths, "measured logs, which must be of one platform")
      ->type_name(value::file)
      ->required();
  app->add_option("--base", command->base,
                  "the profile that the fitted profile extends (default aws-lambda-2020)")
      ->type_name(value::platform);
  app->add_option("--function", command->functions, "use only the calls of this function")
      ->type_name(value::name)
      ->allow_extra_args(false);
  app->add_option("--from", command->from, "use only calls from this day on, such as 2024-01-01")
      ->type_name("DAY");
  app->add_option("--to", command->to, "use only calls before this day")->type_name("DAY");
  app->add_option("--out", command->out, "profile to write, or -; it must not exist yet")
      ->type_name(value::file);
  app->add_option("--figures", command->figures,
                  "folder for the figures of the fits, as SVG and CSV; it must not exist yet")
      ->type_name(value::folder);
  add_output(app, command->common);
  show_examples(app, {{"curtain calibrate log.csv", "what a log shows, and what it cannot tell"},
                      {"curtain calibrate logs/*.csv --base aws-lambda-2020 --out fitted.yaml",
                       "a profile with the fitted numbers, for the key `platform` of a scenario"}});
  app->callback([command, &chosen] { chosen.act = [=] { return calibrate_profile(*command); }; });
}

}  // namespace curtain::tools
