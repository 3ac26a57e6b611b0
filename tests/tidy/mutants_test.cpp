#include "tests/tidy/mutants.hpp"

#include <string>
#include <vector>

#include "tests/catch.hpp"

using tidy::Source;

namespace {

std::string found_of_mutants(const std::vector<Source>& tree) {
  std::string all;
  for (const tidy::Finding& finding : tidy::mutants(tree)) {
    all += (all.empty() ? "" : "\n") + finding.str();
  }
  return all;
}

const Source kMutated("sim/a.hpp", "int f() {\n  return CURTAIN_MUTANT(one_more,\n 1, 2);\n}\n");
const Source kSkipped("models/b.hpp",
                      "CURTAIN_MUTANT_SKIPS(left_out)\ng();  // CURTAIN_MUTANT(comment, 1, 2)\n");
const Source kTestOfMutants("tests/sim/a_test.cpp", "TEST_CASE(\"f gives one, not two\") {}\n");

Source mutant_table(const std::string& lines) {
  return {"tests/mutants/mutants.txt", "# name | fault | test program | test\n\n" + lines};
}

}  // namespace

TEST_CASE("A mutant without a line in the table is found, and so is a line without a mutant") {
  const std::string one = "one_more | f gives two | sim | f gives one, not two\n";
  const std::string other = "left_out | g is not called | sim | f gives one, not two\n";
  CHECK(found_of_mutants({kMutated, kSkipped, kTestOfMutants, mutant_table(one + other)}) == "");
  CHECK(found_of_mutants({kMutated, kSkipped, kTestOfMutants, mutant_table(one)}) ==
        "models/b.hpp:1: mutant left_out has no line in tests/mutants/mutants.txt");
  CHECK(found_of_mutants({kMutated, kTestOfMutants, mutant_table(one + other)}) ==
        "tests/mutants/mutants.txt:4: left_out is not in the code, or is listed twice");
  CHECK(found_of_mutants({kMutated, kTestOfMutants, mutant_table(one + one)}) ==
        "tests/mutants/mutants.txt:4: one_more is not in the code, or is listed twice");
}

TEST_CASE("A mutant at two places is found, and so is a line of the table that names no test") {
  const std::string one = "one_more | f gives two | sim | f gives one, not two\n";
  CHECK(found_of_mutants({kMutated, {"sim/c.hpp", kMutated.text}, kTestOfMutants, mutant_table(one)}) ==
        "sim/c.hpp:2: mutant one_more stands elsewhere, too");
  CHECK(found_of_mutants({kMutated, mutant_table(one)}) ==
        "tests/mutants/mutants.txt:3: tests/sim has no test 'f gives one, not two'");
  const Source broken("tests/sim/a_test.cpp", "TEST_CASE(\n    \"f gives one, \"\n    \"not two\") {}\n");
  CHECK(found_of_mutants({kMutated, broken, mutant_table(one)}) == "");
  CHECK(found_of_mutants({kMutated, kTestOfMutants, mutant_table("one_more: f gives two\n")}) ==
        "tests/mutants/mutants.txt:3: is not: name | fault | test program | test\n"
        "sim/a.hpp:2: mutant one_more has no line in tests/mutants/mutants.txt");
}
