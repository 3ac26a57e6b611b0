#pragma once
// A forecast of the next value of a short series, for policies that expect the next invocation.
#include <cstddef>
#include <span>

namespace curtain {

/// A forecast and the model it comes from.
struct ArimaForecast {
  double value = 0;
  std::size_t p = 0;  ///< autoregressive order
  std::size_t d = 0;  ///< how often the series was differenced: 0 or 1
  std::size_t q = 0;  ///< moving-average order
};

/// The next value of `series` (at least one) by an ARIMA(p, d, q) with p, q <= 2 and d <= 1. A reduced form
/// of what automatic fitting does: d is 1 where differencing makes the variance smaller (Anderson, "Time
/// Series Analysis and Forecasting", 1976: the least variance); p and q have the least AIC, the fewest
/// parameters of equals; the coefficients are those of Hannan and Rissanen ("Recursive estimation of mixed
/// autoregressive-moving average order", Biometrika 69, 1982): least squares on lagged values and on the
/// residuals of a long autoregression. There is neither a seasonal part nor a search by maximum likelihood.
/// Of fewer than kShortestForArima values the forecast is their mean. The same bits everywhere.
[[nodiscard]] ArimaForecast arima_forecast(std::span<const double> series);

/// Values below which nothing is fitted.
inline constexpr std::size_t kShortestForArima = 8;

}  // namespace curtain
