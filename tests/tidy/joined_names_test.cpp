#include "tests/tidy/joined_names.hpp"

#include "tests/catch.hpp"

using tidy::Source;

TEST_CASE("Names private to a source are found, for every kind of entity") {
  const Source source("models/a/b.cpp", R"(
#include "x.hpp"
namespace outer {
int not_private() { return 1; }
namespace {

constexpr int kOne = 1;
const std::array<int, 2> kTwo{1, 2};
std::string text;
char buffer[12];
template <class T>
class Holder { int inside = 0; void method() {} };
struct Plain;
enum class Kind { a, b };
using Words = std::vector<std::string>;
using sim::Time;
using namespace sim;
namespace short_name = sim::detail;
constexpr auto kPiece = std::size_t{1} << 18;
int add(int a, int b) { if (a) { return b; } return a; }
const int& reference_to(const Plain& plain);
// int commented() {}

}  // namespace
namespace named { int neither = 0; }
namespace {
bool second_part = true;
}
}
)");
  CHECK(tidy::private_names(source) == std::vector<std::string>{"Holder", "Kind", "Plain", "Words", "add",
                                                                "buffer", "kOne", "kPiece", "kTwo",
                                                                "reference_to", "second_part", "text"});
}

TEST_CASE("A private name in two sources of one target is a finding") {
  const std::string one = "namespace {\nint same() { return 1; }\n}\n";
  const auto found = [&one](const std::string& first, const std::string& second) {
    return tidy::joined_names({Source(first, one), Source(second, one)});
  };
  CHECK(found("models/a/x.cpp", "models/a/deeper/y.cpp") ==
        tidy::Findings{{"models/a/deeper/y.cpp", 0,
                        "'same' is also a private name in models/a/x.cpp; sources of one target are compiled "
                        "together, so rename one of them"}});
  CHECK(found("sim/x.cpp", "sim/y.cpp").size() == 1);
  CHECK(found("tools/curtain/x.cpp", "tools/curtain/text/y.cpp").size() == 1);
  CHECK(found("tests/sim/x_test.cpp", "tests/sim/y_test.cpp").size() == 1);
  CHECK(found("models/a/x.cpp", "models/b/y.cpp").empty());
  CHECK(found("tests/sim/x_test.cpp", "tests/workload/y_test.cpp").empty());
  CHECK(found("tools/curtain/x.cpp", "tools/benchmarks/y.cpp").empty());
  CHECK(found("models/a/x.cpp", "models/a/x.hpp").empty());
}
