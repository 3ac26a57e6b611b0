#include "tests/tidy/includes.hpp"

#include <string>
#include <vector>

#include "tests/catch.hpp"

using tidy::Source;

namespace {

/// Returns the findings for a source of `text` next to two headers, of which outer.hpp includes inner.hpp.
tidy::Findings found_in(const std::string& text) {
  return tidy::missing_includes({Source("models/a/inner.hpp",
                                        "namespace a {\n"
                                        "class Inner;\n"
                                        "constexpr int kInner = 1;\n"
                                        "int of_inner(int one) { return kInner + one; }\n"
                                        "namespace deeper { int of_deeper(); }\n"
                                        "}\n"),
                                 Source("models/a/outer.hpp",
                                        "#include \"models/a/inner.hpp\"\n"
                                        "namespace a {\nstruct Outer {};\n}\n"),
                                 Source("models/a/user.cpp", text)});
}

}  // namespace

TEST_CASE("A name that a source uses without including the header of the name is a finding") {
  CHECK(found_in("int x = of_inner(1);\n") ==
        tidy::Findings{{"models/a/user.cpp", 1, "'of_inner' is declared in models/a/inner.hpp; include it"}});
  CHECK(found_in("\nint x = a::kInner;\n") ==
        tidy::Findings{{"models/a/user.cpp", 2, "'kInner' is declared in models/a/inner.hpp; include it"}});
  CHECK(found_in("void f(const a::Inner& one, a::Outer& other);\n").size() == 2);
  CHECK(found_in("int f() { return deeper::of_deeper(); }\n").size() == 1);
}

TEST_CASE("A name whose header is included, or that may be another entity, is not a finding") {
  CHECK(found_in("#include \"models/a/inner.hpp\"\nint x = of_inner(kInner);\n").empty());
  CHECK(found_in("#include \"models/a/outer.hpp\"\nint x = of_inner(kInner);\n").empty());
  CHECK(found_in("int x = std::of_inner(1);\n").empty());
  CHECK(found_in("int x = y.of_inner(1) + y->of_inner(2) + Y::of_inner(3);\n").empty());
  CHECK(found_in("int of_inner(int x);\nint y = of_inner(1);\n").empty());
  CHECK(found_in("const auto of_inner = [] { return 1; };\nint y = of_inner();\n").empty());
  CHECK(found_in("template <class Inner>\nint f(Inner x);\n").empty());
  CHECK(found_in("// of_inner(1)\nconst char* x = \"Inner\";\n").empty());
}
