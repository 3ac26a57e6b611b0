#include "models/metrics/records.hpp"

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("a sample of records collects the values of one name from all programmes") {
  const ProgrammeRecords records = {
      {"p", "a", "s", {{0, 3}, {1, 1}}}, {"q", "a", "s", {{0, 2}}}, {"q", "b", "", {{0, 9}}}};
  const RecordedSample sample(records, "a");
  CHECK(sample.count() == 3);
  CHECK(sample.sum() == 6);
  CHECK(sample.mean() == 2);
  CHECK(sample.sd() == 1);
  CHECK(sample.smallest() == 1);
  CHECK(sample.largest() == 3);
  CHECK(sample.median() == 2);
  CHECK(RecordedSample(records, "c").count() == 0);
}

TEST_CASE("statistics of too few values are absent") {
  const RecordedSample none(std::vector<double>{});
  CHECK(!none.mean());
  CHECK(!none.median());
  CHECK(!none.smallest());
  CHECK(!none.largest());
  CHECK(!none.percentile(10));
  CHECK(none.sum() == 0);
  CHECK(!RecordedSample(std::vector<double>{4}).sd());
}

TEST_CASE("percentiles are values of the sample, and equal values count once") {
  const RecordedSample ten({10, 9, 8, 7, 6, 5, 4, 3, 2, 1});
  CHECK(ten.percentile(10) == 1);
  CHECK(ten.percentile(11) == 2);
  CHECK(ten.percentile(90) == 9);
  CHECK(ten.percentile(100) == 10);
  CHECK(ten.median() == 5.5);
  CHECK(RecordedSample(std::vector<double>{5, 5, 2}).distinct() == 2);
}
