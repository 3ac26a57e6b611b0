#include "models/workload/azure_file.hpp"

#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;

TEST_CASE("minutes are columns named by whole numbers, in the order of the numbers") {
  const support::TemporaryFolder folder;
  const AzureFile file(folder.write("f", "482,HashFunction,481,sum,Trigger,,480\n"));
  const AzureMinutes minutes = azure_minutes(file.reader(), file.header());
  CHECK(minutes.columns == std::vector<std::size_t>{6, 2, 0});
  CHECK(minutes.others == std::vector<std::string>{"sum"});
  CHECK(file.hashes().function == 1u);
  CHECK_FALSE(file.hashes().owner.has_value());
  CHECK_FALSE(file.hashes().application.has_value());
}

TEST_CASE("invalid figures of a file are reported with line and column") {
  const support::TemporaryFolder folder;
  AzureFile file(folder.write("f", "HashFunction,Average\nf, 2.5 \ng,-1\n"));
  const DecimalReader tenths(10);
  REQUIRE(file.next());
  CHECK(file.number(1, tenths, "a number is needed") == 25);
  REQUIRE(file.next());
  CHECK(support::error_of<TraceError>([&] { (void)file.number(1, tenths, "a number is needed"); }) ==
        folder.path("f") + ":3:3: Average is \"-1\"; a number is needed");
  CHECK_FALSE(file.next());
}
