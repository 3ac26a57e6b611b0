#include "models/workload/azure_joins.hpp"

#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;

namespace {

/// Returns the key of a function, and the key of the first row of a file that joins to it.
std::pair<std::string, std::string> keys(const AzureFunction& counted, const std::string& text,
                                         bool may_be_by_application) {
  const support::TemporaryFolder folder;
  AzureFile file(folder.write("f", text));
  const AzureJoinKey key = azure_join_key(file, counted, may_be_by_application);
  REQUIRE(file.next());
  return {key.of(counted), key.of(file)};
}

AzureFunction counted(const std::string& owner, const std::string& application) {
  AzureFunction function;
  function.owner = owner;
  function.application = application;
  function.function = "f";
  return function;
}

}  // namespace

TEST_CASE("files are joined on the hashes that they have in common") {
  using Keys = std::pair<std::string, std::string>;
  const std::string all = "HashOwner,HashFunction,HashApp\no,f,a\n";
  CHECK(keys(counted("o", "a"), all, false) == Keys("o/a/f", "o/a/f"));
  CHECK(keys(counted("", ""), all, false) == Keys("//f", "//f"));
  CHECK(keys(counted("o", "a"), "HashFunction\nf\n", false) == Keys("//f", "//f"));
  CHECK(keys(counted("o", "a"), "HashApp,HashOwner\na,o\n", true) == Keys("o/a/", "o/a/"));
  CHECK(keys(counted("", "a"), "HashApp,HashOwner\na,o\n", true) == Keys("/a/", "/a/"));
  const auto refused = [](const AzureFunction& function, bool may_be_by_application,
                          const std::string& text) {
    return support::error_of<TraceError>([&] { keys(function, text, may_be_by_application); });
  };
  CHECK_THAT(refused(counted("o", "a"), false, "HashApp\na\n"),
             ContainsSubstring("there is no column \"HashFunction\""));
  CHECK_THAT(refused(counted("o", ""), true, "HashApp\na\n"),
             ContainsSubstring("there is no column \"HashFunction\""));
  CHECK_THAT(refused(counted("o", "a"), true, "HashOwner\no\n"),
             ContainsSubstring("there is no column \"HashApp\""));
}
