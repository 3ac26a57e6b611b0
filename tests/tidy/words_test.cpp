// The rule is tested on made-up files: the prose of each language, the words that are found, and the text
// that is allowed.
#include "tests/tidy/words.hpp"

#include <string>

#include "tests/catch.hpp"

using tidy::Source;

namespace {

std::string banned_in(const std::string& path, const std::string& text,
                      const std::vector<std::string_view>& exempt = {}) {
  std::string lines;
  for (const tidy::Finding& finding : tidy::banned_words(Source(path, text), exempt)) {
    lines += (lines.empty() ? "" : "; ") + finding.str();
  }
  return lines;
}

}  // namespace

TEST_CASE("A banned word is reported with its line and what to write instead") {
  CHECK(banned_in("sim/a.cpp", "int a;\n// Runs for ever.\n") ==
        "sim/a.cpp:2: 'for ever': write forever, or without limit");
  CHECK(banned_in("models/a.md", "Drawn Anew, and by lot\n") ==
        "models/a.md:1: 'by lot': write at random; models/a.md:1: 'Anew': write again");
  for (const char* word : {"nobody", "whoever", "till", "besides", "of late", "heed", "heeded", "in vain",
                           "dear", "dearer", "the one that", "what it looks at", "is told", "are told"}) {
    INFO(word);
    CHECK(banned_in("a.md", std::string("x ") + word + ".") != "");
  }
}

TEST_CASE("A banned phrase across two lines is found in the line of its first word") {
  CHECK(banned_in("sim/a.cpp", "// Takes the\n/// one that is free.\n") ==
        "sim/a.cpp:1: 'the one that': write the noun: the instance that");
  CHECK(banned_in("sim/a.cpp", "f(\"the policy is \"\n  \"told\");\n") != "");
  CHECK(banned_in("a.yaml", "# waits in\n# vain\n") != "");
  CHECK(banned_in("a.yaml", "name: a\nlesson: |\n  It waits\n\n  in vain.\nseed: 1\n") != "");
  CHECK(banned_in("a.yaml", "name: in vain\nlesson: |\n  It waits.\ndescription: in vain\n") == "");
}

TEST_CASE("Banned words are searched in comments and strings, not in code") {
  CHECK(banned_in("tests/a_test.cpp", "CHECK(told(dear, till) == 0);\n") == "");
  CHECK(banned_in("tests/a_test.cpp", "CHECK(a == \"nobody\");\n") != "");
  CHECK(banned_in("a.yaml", "dear: {nobody: 1}  # fine\n") == "");
  CHECK(banned_in("a.yaml", "a: 1  # dear\n") != "");
  CHECK(banned_in("tools/demo", "till=\"${#dear}\"\n") == "");
  CHECK(banned_in("tools/demo", "run  # till then\n") != "");
  CHECK(banned_in("CMakeLists.txt", "# For nobody.\n") != "");
  CHECK(banned_in("tests/a.csv", "# For nobody.\n") == "");
}

TEST_CASE("Words that contain a banned word, names in backticks and exempt folders are allowed") {
  CHECK(banned_in("a.md", "Still until forever, an endearing beside-the-point tilling.") == "");
  CHECK(banned_in("a.yaml", "# The clients of `till` and of `dear`.\n") == "");
  CHECK(banned_in("a.yaml", "# `a` till\n# the end of `b`\n") != "");
  CHECK(banned_in("sim/a.md", "nobody", {"models/", "sim/"}) == "");
  CHECK(banned_in("simple/a.md", "nobody", {"sim/"}) != "");
}
