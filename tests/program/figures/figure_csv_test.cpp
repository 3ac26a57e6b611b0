// Tests of numbers and points of figures as CSV.
#include "tools/curtain/figures/figure_csv.hpp"

#include <limits>
#include <utility>
#include <vector>

#include "tests/catch.hpp"

using curtain::tools::Curve;
using curtain::tools::CurveKind;
using curtain::tools::Figure;
using curtain::tools::figure_csv;
using curtain::tools::number_text;
using curtain::tools::Point;

TEST_CASE("Numbers of figures are written as ECMAScript writes them") {
  // The examples follow ECMA-262, Number::toString.
  const std::vector<std::pair<double, const char*>> cases = {{0, "0"},
                                                             {-0.0, "0"},
                                                             {1, "1"},
                                                             {-2.5, "-2.5"},
                                                             {0.1, "0.1"},
                                                             {100, "100"},
                                                             {1.0 / 3, "0.3333333333333333"},
                                                             {123456.75, "123456.75"},
                                                             {1e20, "100000000000000000000"},
                                                             {1e21, "1e+21"},
                                                             {1.5e300, "1.5e+300"},
                                                             {1e-6, "0.000001"},
                                                             {1.25e-6, "0.00000125"},
                                                             {1e-7, "1e-7"},
                                                             {-1.25e-7, "-1.25e-7"},
                                                             {5e-324, "5e-324"},
                                                             {std::numeric_limits<double>::infinity(), ""}};
  for (const auto& [value, text] : cases) {
    CHECK(number_text(value) == text);
  }
}

TEST_CASE("The CSV of a figure has the columns of its kind of points, and quotes names") {
  Figure figure;
  figure.curves.push_back({"a \"b\", c", CurveKind::step, {{1.0, 0.5, {}, {}, ""}, {2.0, {}, {}, {}, ""}}});
  CHECK(figure_csv(figure) == "series,x,y\n\"a \"\"b\"\", c\",1,0.5\n\"a \"\"b\"\", c\",2,\n");
  figure.curves = {{"h", CurveKind::bars, {{{}, 7.0, 1.0, 2.0, ""}}}};
  CHECK(figure_csv(figure) == "series,low,high,count\nh,1,2,7\n");
  figure.curves = {{"m", CurveKind::intervals, {{3.0, {}, 2.0, 4.0, "v,1"}, {5.0, {}, {}, {}, "w"}}}};
  CHECK(figure_csv(figure) == "series,label,value,low,high\nm,\"v,1\",3,2,4\nm,w,5,,\n");
  CHECK(figure.rows() == std::vector<std::string>{"v,1", "w"});
}

TEST_CASE("Points of figures have six significant digits") {
  CHECK(curtain::tools::rounded(1.0 / 3) == 0.333333);
  CHECK(curtain::tools::rounded(123456789) == 123457000);
  CHECK(curtain::tools::rounded(0) == 0);
}
