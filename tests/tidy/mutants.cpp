#include "tests/tidy/mutants.hpp"

#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace tidy {
namespace {

constexpr const char* kMutantTable = "tests/mutants/mutants.txt";

struct MutantLine {
  std::string name;
  std::size_t line = 0;
  std::string program;  ///< the name of a folder in tests/
  std::string test;
};

/// "name | fault | program | test"; lines that begin with '#' are comments.
std::vector<MutantLine> table_of(const Source& source, Findings& findings) {
  static const std::regex entry(R"re((\w+) \| \S.* \| (\w+) \| (\S.*))re");
  std::vector<MutantLine> lines;
  std::istringstream text(source.text);
  std::string line;
  for (std::size_t number = 1; std::getline(text, line); ++number) {
    std::smatch parts;
    if (line.empty() || line[0] == '#') {
      continue;
    }
    if (!std::regex_match(line, parts, entry)) {
      findings.push_back({source.path, number, "is not: name | fault | test program | test"});
      continue;
    }
    lines.push_back({parts[1], number, parts[2], parts[3]});
  }
  return lines;
}

/// Returns the tests' sources by program. Literals that span several lines are joined.
std::map<std::string, std::string> test_texts(const std::vector<Source>& tree) {
  static const std::regex broken(R"re("\n\s*")re");
  const std::string tests = "tests/";
  std::map<std::string, std::string> texts;
  for (const Source& source : tree) {
    if (source.is_below(tests) && source.is_cpp()) {
      const std::string program =
          source.path.substr(tests.size(), source.path.find('/', tests.size()) - tests.size());
      texts[program] += std::regex_replace(source.text, broken, "");
    }
  }
  return texts;
}

}  // namespace

Findings mutants(const std::vector<Source>& tree) {
  static const std::regex use(R"re(\bCURTAIN_MUTANT(?:_SKIPS)?\(\s*(\w+))re");
  Findings findings;
  std::map<std::string, Finding> places;  // indexed by name, with the finding if the table has no such line
  std::vector<MutantLine> table;
  for (const Source& source : tree) {
    if (source.path == kMutantTable) {
      table = table_of(source, findings);
    }
    if (source.is_below("tests/") || source.path == "sim/mutant.hpp") {
      continue;
    }
    for (auto match = std::sregex_iterator(source.code.begin(), source.code.end(), use);
         match != std::sregex_iterator(); ++match) {
      const std::string name = (*match)[1];
      const std::size_t line = line_of(source.code, static_cast<std::size_t>(match->position()));
      if (!places
               .emplace(name,
                        Finding{source.path, line, "mutant " + name + " has no line in " + kMutantTable})
               .second) {
        findings.push_back({source.path, line, "mutant " + name + " stands elsewhere, too"});
      }
    }
  }
  std::map<std::string, std::string> tests = test_texts(tree);
  for (const MutantLine& line : table) {
    if (places.erase(line.name) == 0) {
      findings.push_back({kMutantTable, line.line, line.name + " is not in the code, or is listed twice"});
    }
    if (tests[line.program].find('"' + line.test + '"') == std::string::npos) {
      findings.push_back(
          {kMutantTable, line.line, "tests/" + line.program + " has no test '" + line.test + "'"});
    }
  }
  for (const auto& [name, place] : places) {
    findings.push_back(place);
  }
  return findings;
}

}  // namespace tidy
