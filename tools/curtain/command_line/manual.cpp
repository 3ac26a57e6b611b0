#include "tools/curtain/command_line/manual.hpp"

#include <fmt/format.h>

#include <cctype>

#include "tools/curtain/text/text.hpp"
#include "tools/curtain/version.hpp"

namespace curtain::tools {
namespace {

/// Escapes a text so that roff prints it unchanged. Hyphens remain hyphens when copied, backslashes are
/// escaped, and so is a dot at the beginning of a word, because the word may become the first of a line.
std::string escaped(const std::string& text) {
  std::string out;
  char before = ' ';
  for (const char c : text) {
    switch (c) {
      case '.':
        out += before == ' ' ? "\\&." : ".";
        break;
      case '\\':
        out += "\\e";
        break;
      case '-':
        out += "\\-";
        break;
      case '\'':
        out += "\\(aq";
        break;
      case '`':
        out += "\\(ga";
        break;
      case '"':
        out += "\\(dq";
        break;
      default:
        out += c;
    }
    before = c;
  }
  return out;
}

/// Turns a line of help into a sentence.
std::string sentence(std::string text) {
  if (!text.empty()) {
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  }
  const bool has_end = !text.empty() && text.back() == '.';
  return wrapped(escaped(text + (has_end ? "" : ".")), 78, 0);
}

std::string bold_text(const std::string& text) {
  return "\\fB" + escaped(text) + "\\fR";
}

/// The kind of a value in roff: words to type unchanged in bold, or the name of the kind in italics.
std::string value_text(const std::string& value) {
  if (value.empty()) {
    return "";
  }
  const std::vector<std::string> choices = choices_of(value);
  std::string text;
  for (const std::string& choice : choices) {
    text += (text.empty() ? "" : "|") + bold_text(choice);
  }
  return choices.empty() ? "\\fI" + escaped(value) + "\\fR" : text;
}

std::string entry(const std::string& term, const std::string& text) {
  return ".TP\n" + term + "\n" + sentence(text);
}

std::string option_entry(const OptionText& option) {
  std::string term;
  for (const std::string& name : option.names) {
    term += (term.empty() ? "" : ", ") + bold_text(name);
  }
  term += (option.names.empty() || option.value.empty() ? "" : " ") + value_text(option.value);
  std::string help = option.help;
  if (option.may_repeat && !option.names.empty()) {
    help += "; may be repeated";
  }
  help += option.is_required && !option.names.empty() ? " (required)" : "";
  return entry(term, help);
}

std::string example_text(const Example& example) {
  return ".TP\n" + escaped(example.does) + ":\n" + bold_text(example.line) + "\n";
}

/// The section of a command with its options, followed by the sections of its subcommands.
std::string command_section(const CommandText& command) {
  if (!command.commands.empty()) {
    std::string text;
    for (const CommandText& inner : command.commands) {
      text += command_section(inner);
    }
    return text;
  }
  std::string text = ".SS " + escaped(command.usage()) + "\n" + sentence(command.summary);
  for (const OptionText& argument : command.arguments) {
    text += option_entry(argument);
  }
  for (const OptionText& option : command.options) {
    text += option_entry(option);
  }
  return text;
}

std::string examples_of(const CommandText& command) {
  std::string text;
  for (const Example& example : command.examples) {
    text += example_text(example);
  }
  for (const CommandText& inner : command.commands) {
    text += examples_of(inner);
  }
  return text;
}

}  // namespace

std::string manual(const CommandText& program) {
  std::string text =
      fmt::format(".TH CURTAIN 1 {} \"curtain {}\" \"User Commands\"\n", kVersionDate, kVersion);
  text +=
      ".SH NAME\n"
      "curtain \\- simulate a serverless platform\n"
      ".SH SYNOPSIS\n"
      ".B curtain\n"
      ".I COMMAND\n"
      "[\\fIOPTIONS\\fR]\n"
      ".SH DESCRIPTION\n" +
      wrapped(escaped("Curtain is a discrete-event simulator of a Lambda-style serverless platform: an API "
                      "gateway, a scheduler that packs instances into VMs on hosts, cold starts, keep-alive "
                      "and billing. It shows what a policy would do to a workload on a platform. A scenario, "
                      "a YAML file, defines everything that a run needs; the same scenario and seed give the "
                      "same results on every machine."),
              78, 0) +
      ".PP\n"
      "Results are printed as text on standard output, or with\n"
      ".B \\-\\-json\n"
      "as one JSON document.\n"
      "Errors and, on a terminal, a progress line go to standard error.\n"
      ".SH COMMANDS\n";
  for (const CommandText& command : program.commands) {
    text += command_section(command);
  }
  text += ".SH OPTIONS\n";
  for (const OptionText& option : program.options) {
    text += option_entry(option);
  }
  text += ".SH FILES\n";
  text += entry("\\fISCENARIO\\fR", "a YAML file; curtain schema prints the JSON Schema of this format");
  text +=
      entry("\\fIFOLDER\\fB/summary.json\\fR, \\fBmanifest.json\\fR, \\fBscenario.yaml\\fR",
            "files that --out writes for a run: the metrics, the inputs of the run, the resolved scenario");
  text +=
      entry("\\fIFOLDER\\fB/functions.csv\\fR, \\fBtenants.csv\\fR, \\fBtimeseries.csv\\fR, \\fBrun.json\\fR",
            "the metrics by function, by tenant and over time; run.json contains the figures that differ "
            "between machines");
  text += ".SH ENVIRONMENT\n";
  for (const Meaning& variable : environment_variables()) {
    text += entry(bold_text(variable.name), variable.meaning);
  }
  text += ".SH EXIT STATUS\n";
  for (const Meaning& status : exit_statuses()) {
    text += entry(bold_text(status.name), status.meaning);
  }
  text += ".SH EXAMPLES\n" + examples_of(program);
  text +=
      ".SH SEE ALSO\n"
      ".BR jq (1),\n"
      ".BR gzip (1),\n"
      ".BR zstd (1)\n";
  return text;
}

}  // namespace curtain::tools
