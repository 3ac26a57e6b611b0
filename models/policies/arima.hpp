#pragma once
// A forecast of the next value of a short series, for policies that predict the next invocation.
#include <cstddef>
#include <span>

namespace curtain {

/// A forecast and the model that it is based on.
struct ArimaForecast {
  double value = 0;
  std::size_t p = 0;  ///< autoregressive order
  std::size_t d = 0;  ///< number of times that the series was differenced, 0 or 1
  std::size_t q = 0;  ///< moving-average order
};

/// Forecasts the next value of `series` (at least one value) by an ARIMA(p, d, q) model with p, q <= 2 and d
/// <= 1. The method is a reduced form of automatic fitting. d is 1 if differencing reduces the variance
/// (Anderson, "Time Series Analysis and Forecasting", 1976). p and q have the least AIC and, among equal
/// values, the fewest parameters. The coefficients are estimated by the method of Hannan and Rissanen
/// ("Recursive estimation of mixed autoregressive-moving average order", Biometrika 69, 1982), by least
/// squares on lagged values and on the residuals of a long autoregression. There is no seasonal part and no
/// maximum-likelihood search. With fewer than kShortestForArima values, the forecast is their mean. The
/// result is bit-identical on every machine.
[[nodiscard]] ArimaForecast arima_forecast(std::span<const double> series);

/// The number of values that is needed to fit a model.
inline constexpr std::size_t kShortestForArima = 8;

}  // namespace curtain
