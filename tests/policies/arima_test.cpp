#include "models/policies/arima.hpp"

#include <vector>

#include "tests/catch.hpp"

using namespace curtain;

TEST_CASE("for few values the forecast is their mean") {
  CHECK(arima_forecast(std::vector<double>{7}).value == 7);
  CHECK(arima_forecast(std::vector<double>{1, 2, 3, 4, 5, 6, 14}).value == 5);
}

TEST_CASE("a constant series continues") {
  const ArimaForecast forecast = arima_forecast(std::vector<double>(10, 300));
  CHECK(forecast.value == 300);
  CHECK(forecast.p + forecast.q + forecast.d == 0);
}

TEST_CASE("a trend is found in the differences: 300, 310, .. 400 continues with 410") {
  std::vector<double> series;
  for (int i = 0; i <= 10; ++i) {
    series.push_back(300 + 10 * i);
  }
  const ArimaForecast forecast = arima_forecast(series);
  CHECK(forecast.value == 410);
  CHECK(forecast.d == 1);
  CHECK(forecast.p + forecast.q == 0);
}

TEST_CASE("a series that alternates around a mean is autoregressive with a negative coefficient") {
  std::vector<double> series;
  for (int i = 0; i < 12; ++i) {
    series.push_back(i % 2 == 0 ? 200 : 400);
  }
  const ArimaForecast forecast = arima_forecast(series);  // the last value was 400
  CHECK(forecast.value == Approx(200).epsilon(1e-9));
  CHECK(forecast.p == 1);
  CHECK(forecast.d == 0);
  CHECK(forecast.q == 0);
}

TEST_CASE("in a cycle of three values, two lags identify the position") {
  // z[t] = -z[t-1] - z[t-2] about the mean: 1, 1, -2, 1, 1, -2, ..
  std::vector<double> series;
  for (int i = 0; i < 24; ++i) {
    series.push_back(i % 3 == 2 ? 280 : 310);
  }
  const ArimaForecast after_long = arima_forecast(series);
  CHECK(after_long.value == Approx(310).epsilon(1e-9));
  CHECK(after_long.p == 2);
  series.push_back(310);
  series.push_back(310);
  CHECK(arima_forecast(series).value == Approx(280).epsilon(0.01));
}
