#include "tools/curtain/figures/figure_json.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

using sim::JsonLayout;

void write_column(std::string_view name, const Curve& curve, std::optional<double> Point::*column,
                  sim::JsonWriter& json) {
  if (std::none_of(curve.points.begin(), curve.points.end(),
                   [column](const Point& point) { return (point.*column).has_value(); })) {
    return;
  }
  json.key(name);
  json.array(JsonLayout::line, [&] {
    for (const Point& point : curve.points) {
      json.value(point.*column);
    }
  });
}

bool same_x(const Curve& a, const Curve& b) {
  return a.points.size() == b.points.size() &&
         std::equal(a.points.begin(), a.points.end(), b.points.begin(),
                    [](const Point& one, const Point& other) { return one.x == other.x; });
}

void write_curve(const Curve& curve, const Curve* before, sim::JsonWriter& json) {
  constexpr std::array<std::string_view, kCurveKinds> kinds = {"line",   "step",      "bars",
                                                               "points", "intervals", "amounts"};
  json.object(JsonLayout::line, [&] {
    json.member("name", curve.name);
    json.member("kind", kinds.at(static_cast<std::size_t>(curve.kind)));
    if (before == nullptr || !same_x(*before, curve)) {
      write_column("x", curve, &Point::x, json);
    }
    write_column("y", curve, &Point::y, json);
    write_column("low", curve, &Point::low, json);
    write_column("high", curve, &Point::high, json);
    if (std::any_of(curve.points.begin(), curve.points.end(),
                    [](const Point& point) { return !point.label.empty(); })) {
      json.key("labels");
      json.array(JsonLayout::line, [&] {
        for (const Point& point : curve.points) {
          json.value(point.label);
        }
      });
    }
  });
}

}  // namespace

void write_axis(std::string_view name, const Axis& axis, sim::JsonWriter& json) {
  constexpr std::array<std::string_view, 3> scales = {"linear", "log", "clock"};
  json.key(name);
  json.object(JsonLayout::line, [&] {
    json.member("label", axis.label);
    json.member("unit", unit_name(axis.unit));
    json.member("scale", scales.at(static_cast<std::size_t>(axis.scale)));
    json.member("mayLog", axis.may_log);
    if (axis.is_difference) {
      json.member("isDifference", true);
    }
    if (axis.epoch) {
      json.member("epoch", *axis.epoch);
      json.member("dates", axis.has_dates);
    }
    if (axis.from) {
      json.member("from", *axis.from);
    }
    if (axis.to) {
      json.member("to", *axis.to);
    }
  });
}

void write_figure(const Figure& figure, sim::JsonWriter& json) {
  json.object(JsonLayout::line, [&] {
    json.member("name", figure.name);
    json.member("section", figure.section);
    json.member("title", figure.title);
    json.member("caption", figure.caption);
    write_axis("x", figure.x, json);
    write_axis("y", figure.y, json);
    json.key("series");
    json.array(JsonLayout::line, [&] {
      const Curve* before = nullptr;
      for (const Curve& curve : figure.curves) {
        write_curve(curve, before, json);
        before = &curve;
      }
    });
    json.key("marks");
    json.array(JsonLayout::line, [&] {
      for (const Mark& mark : figure.marks) {
        json.object(JsonLayout::line, [&] {
          json.member("x", mark.x);
          json.member("label", mark.label);
        });
      }
    });
  });
}

std::string figure_style() {
  sim::JsonWriter json;
  json.object(JsonLayout::line, [&] {
    json.list("colours", kCurveColours);
    json.list("dashes", kCurveDashes);
  });
  return json.document();
}

}  // namespace curtain::tools
