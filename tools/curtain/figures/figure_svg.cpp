#include "tools/curtain/figures/figure_svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "tools/curtain/figures/axis.hpp"
#include "tools/curtain/figures/figure_csv.hpp"
#include "tools/curtain/figures/svg_text.hpp"

namespace curtain::tools {
namespace {

// All lengths are in points (1/72 inch).
constexpr double kSmall = 7;     // font size of numbers along the axes, legend and rows
constexpr double kNormal = 7.5;  // font size of axis labels and the caption
constexpr double kLineHeight = 9.5;
constexpr double kEdge = 2;
constexpr double kRowHeight = 12;
constexpr double kMarkHeight = 8;  // of a row with the label of a mark

/// The dashes of a curve for print, where lines are half as wide as on the page.
std::string print_dashes(std::size_t curve) {
  std::string text;
  for (const char c : dash_of(curve)) {
    text += c >= '1' && c <= '9' ? fmt::format("{:g}", (c - '0') * 0.55) : std::string(1, c);
  }
  return text;
}

/// Draws one figure from top to bottom.
class Print {
 public:
  Print(const Figure& figure, double width)
      : figure_(figure),
        width_(width),
        x_(across(figure)),
        rows_(figure.is_in_rows() ? figure.rows() : std::vector<std::string>()) {
    if (!figure.is_in_rows()) {
      y_ = upward(figure);
    }
  }

  std::string draw(double millimetres) {
    place();
    draw_legend();
    draw_axes();
    fmt::format_to(std::back_inserter(body_),
                   "<g class=\"plot\" data-scale-x=\"{}\" data-x=\"{} {}\" data-x-at=\"{:.2f} {:.2f}\"",
                   x_.scale == AxisScale::log ? "log" : "linear", number_text(x_.from), number_text(x_.to),
                   x_.first, x_.last);
    if (rows_.empty()) {
      fmt::format_to(std::back_inserter(body_),
                     " data-scale-y=\"{}\" data-y=\"{} {}\" data-y-at=\"{:.2f} {:.2f}\"",
                     y_.scale == AxisScale::log ? "log" : "linear", number_text(y_.from), number_text(y_.to),
                     y_.first, y_.last);
    }
    body_ += ">\n";
    for (std::size_t i = 0; i < figure_.curves.size(); ++i) {
      draw_curve(i);
    }
    draw_marks();
    body_ += "</g>\n";
    draw_caption();
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{:g}mm\" height=\"{:.2f}mm\" viewBox=\"0 0 {:.2f} "
        "{:.2f}\" font-family=\"Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\" "
        "font-size=\"{:g}\" data-figure=\"{}\">\n<title>{}</title>\n<desc>{}</desc>\n"
        "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{}</svg>\n",
        millimetres, below_ * 25.4 / 72, width_, below_, kSmall, xml_text(figure_.name),
        xml_text(figure_.title), xml_text(figure_.caption), body_);
  }

 private:
  void text(double x, double y, std::string_view anchor, std::string_view words, std::string_view more = "") {
    fmt::format_to(std::back_inserter(body_),
                   "<text x=\"{:.2f}\" y=\"{:.2f}\" text-anchor=\"{}\"{}{}>{}</text>\n", x, y, anchor,
                   more.empty() ? "" : " ", more, xml_text(words));
  }
  void line(double x1, double y1, double x2, double y2, std::string_view look) {
    fmt::format_to(std::back_inserter(body_),
                   "<line x1=\"{:.2f}\" y1=\"{:.2f}\" x2=\"{:.2f}\" y2=\"{:.2f}\" {}/>\n", x1, y1, x2, y2,
                   look);
  }
  [[nodiscard]] std::string_view colour(std::size_t curve) const {
    return kCurveColours[curve % kCurveColours.size()];
  }

  /// Determines the positions of the legend's entries and the ends of both axes.
  void place() {
    if (figure_.curves.size() > 1) {
      double at = kEdge;
      double line = kEdge + kLineHeight;
      for (const Curve& curve : figure_.curves) {
        const std::string name = cut_to(curve.name, kSmall, width_ / 2 - 24);
        const double taken = 17 + text_width(name, kSmall) + 8;
        if (at > kEdge && at + taken - 8 > width_ - kEdge) {
          at = kEdge;
          line += kLineHeight;
        }
        legend_.push_back({at, line, name});
        at += taken;
      }
    }
    const double top = (legend_.empty() ? 0 : legend_.back().y) + kEdge + 4;
    double left = kEdge;
    if (rows_.empty()) {
      ticks_y_ = ticks_of(y_, 5);
      for (const double value : ticks_y_) {
        left = std::max(left, text_width(axis_text(figure_.y, value), kSmall));
      }
      left += kEdge + kNormal + 6;
    } else {
      for (const std::string& row : rows_) {
        left = std::max(left, std::min(text_width(row, kSmall), width_ * 0.4));
      }
      left += kEdge + 4;
    }
    x_.first = left;
    x_.last = width_ - kEdge - 8;
    labels_ = top;
    // The labels of marks stand in rows above the curves, so that they cover neither the curves nor each
    // other.
    const auto shown = std::count_if(figure_.marks.begin(), figure_.marks.end(),
                                     [this](const Mark& mark) { return is_shown(mark); });
    const double above = kMarkHeight * static_cast<double>(shown);
    const double height = rows_.empty() ? std::max(80.0, (x_.last - x_.first) * 0.62)
                                        : kRowHeight * static_cast<double>(rows_.size()) + 4;
    y_.first = top + above + height;
    y_.last = top + above;
  }

  void draw_legend() {
    for (std::size_t i = 0; i < legend_.size(); ++i) {
      const Entry& entry = legend_[i];
      const CurveKind kind = figure_.curves[i].kind;
      const double middle = entry.y - kSmall * 0.35;
      if (kind == CurveKind::points) {
        fmt::format_to(std::back_inserter(body_),
                       "<circle cx=\"{:.2f}\" cy=\"{:.2f}\" r=\"2.2\" fill=\"{}\"/>\n", entry.x + 7, middle,
                       colour(i));
      } else if (kind == CurveKind::amounts || kind == CurveKind::bars) {
        fmt::format_to(std::back_inserter(body_),
                       "<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"14\" height=\"5\" fill=\"{}\"/>\n", entry.x,
                       middle - 2.5, colour(i));
      } else {
        line(entry.x, middle, entry.x + 14, middle, stroke(i));
      }
      text(entry.x + 17, entry.y, "start", entry.name);
    }
  }

  [[nodiscard]] std::string stroke(std::size_t curve) const {
    const std::string dashes = print_dashes(curve);
    return fmt::format("fill=\"none\" stroke=\"{}\" stroke-width=\"1\" stroke-linejoin=\"round\"{}",
                       colour(curve), dashes.empty() ? "" : fmt::format(" stroke-dasharray=\"{}\"", dashes));
  }

  void draw_axes() {
    constexpr std::string_view grid = "stroke=\"#d8d8d8\" stroke-width=\"0.35\"";
    constexpr std::string_view frame = "stroke=\"#000000\" stroke-width=\"0.5\"";
    double taken = 0;  // right end of the previous number
    for (const double value : ticks_of(x_, static_cast<std::size_t>((x_.last - x_.first) / 30))) {
      const double at = x_.at(value);
      const std::string words = axis_text(figure_.x, value);
      const double half = text_width(words, kSmall) / 2;
      line(at, y_.first, at, y_.last, grid);
      const double centre = std::min(at, width_ - kEdge - half);
      if (centre - half > taken) {
        text(centre, y_.first + 8.5, "middle", words);
        taken = centre + half + 3;
      }
    }
    for (const double value : ticks_y_) {
      line(x_.first, y_.at(value), x_.last, y_.at(value), grid);
      text(x_.first - 3, y_.at(value) + kSmall * 0.35, "end", axis_text(figure_.y, value));
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      text(x_.first - 3, row_middle(i) + kSmall * 0.35, "end",
           cut_to(rows_[i], kSmall, x_.first - kEdge - 3));
    }
    if (!rows_.empty() && x_.from < 0 && x_.to > 0) {
      line(x_.at(0), y_.first, x_.at(0), y_.last, frame);
    }
    line(x_.first, y_.first, x_.last, y_.first, frame);
    line(x_.first, y_.first, x_.first, y_.last, frame);
    const double size = kNormal;
    text((x_.first + x_.last) / 2, y_.first + 18.5, "middle",
         cut_to(figure_.x.label, size, x_.last - x_.first), fmt::format("font-size=\"{:g}\"", size));
    if (!figure_.y.label.empty() && rows_.empty()) {
      const double middle = (y_.first + y_.last) / 2;
      text(kEdge + size * 0.8, middle, "middle", cut_to(figure_.y.label, size, y_.first - y_.last),
           fmt::format("font-size=\"{:g}\" transform=\"rotate(-90 {:.2f} {:.2f})\"", size, kEdge + size * 0.8,
                       middle));
    }
    below_ = y_.first + 22;
  }

  [[nodiscard]] double row_middle(std::size_t row) const {
    return y_.last + 2 + kRowHeight * (static_cast<double>(row) + 0.5);
  }
  [[nodiscard]] double row_middle(const std::string& label) const {
    return row_middle(static_cast<std::size_t>(std::find(rows_.begin(), rows_.end(), label) - rows_.begin()));
  }

  void draw_curve(std::size_t number) {
    const Curve& curve = figure_.curves[number];
    fmt::format_to(std::back_inserter(body_), "<g data-series=\"{}\" data-kind=\"{}\" {}>\n",
                   xml_text(curve.name), static_cast<int>(curve.kind),
                   curve.kind == CurveKind::intervals
                       ? fmt::format("stroke-width=\"1\" stroke=\"{0}\" fill=\"{0}\"", colour(number))
                       : fmt::format("fill=\"{}\"", colour(number)));
    switch (curve.kind) {
      case CurveKind::line:
      case CurveKind::step:
        draw_path(curve, number);
        break;
      case CurveKind::points:
        for (const Point& point : curve.points) {
          if (point.x && point.y) {
            const double x = x_.at(*point.x);
            const double y = y_.at(*point.y);
            if (number < 8) {
              fmt::format_to(std::back_inserter(body_), "<circle cx=\"{:.2f}\" cy=\"{:.2f}\" r=\"2.2\"/>\n",
                             x, y);
            } else {  // the colours repeat after eight curves, so the mark has another shape
              fmt::format_to(std::back_inserter(body_),
                             "<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"4\" height=\"4\"/>\n", x - 2, y - 2);
            }
          }
        }
        break;
      case CurveKind::bars:
        for (const Point& point : curve.points) {
          const double a = x_.at(*point.low);
          const double top = y_.at(*point.y);
          rectangle(a, top, std::max(0.2, x_.at(*point.high) - a), y_.first - top);
        }
        break;
      case CurveKind::intervals:
        for (const Point& point : curve.points) {
          const double y = row_middle(point.label);
          if (point.low && point.high) {
            line(x_.at(*point.low), y, x_.at(*point.high), y, "");
          }
          if (point.x) {
            fmt::format_to(std::back_inserter(body_),
                           "<circle cx=\"{:.2f}\" cy=\"{:.2f}\" r=\"1.9\" stroke=\"none\"/>\n",
                           x_.at(*point.x), y);
          }
        }
        break;
      case CurveKind::amounts:
        for (const Point& point : curve.points) {
          const double a = x_.at(*point.low);
          rectangle(a, row_middle(point.label) - 3.5, x_.at(*point.high) - a, 7);
        }
        break;
    }
    body_ += "</g>\n";
  }

  void rectangle(double x, double y, double width, double height) {
    fmt::format_to(std::back_inserter(body_),
                   "<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\"/>\n", x, y, width,
                   height);
  }

  void draw_path(const Curve& curve, std::size_t number) {
    std::string path;
    bool is_drawing = false;
    for (const Point& point : curve.points) {
      if (!point.x || !point.y) {
        is_drawing = false;
        continue;
      }
      const double x = x_.at(*point.x);
      const double y = y_.at(*point.y);
      path += !is_drawing                     ? fmt::format("M{:.2f} {:.2f}", x, y)
              : curve.kind == CurveKind::step ? fmt::format("H{:.2f}V{:.2f}", x, y)
                                              : fmt::format("L{:.2f} {:.2f}", x, y);
      is_drawing = true;
    }
    fmt::format_to(std::back_inserter(body_), "<path d=\"{}\" {}/>\n", path, stroke(number));
  }

  [[nodiscard]] bool is_shown(const Mark& mark) const { return mark.x >= x_.from && mark.x <= x_.to; }

  void draw_marks() {
    double row = labels_;
    for (const Mark& mark : figure_.marks) {
      if (!is_shown(mark)) {
        continue;
      }
      const double at = x_.at(mark.x);
      const bool is_left = at + 3 + text_width(mark.label, kSmall) > x_.last;
      line(at, y_.first, at, row, "stroke=\"#555555\" stroke-width=\"0.5\" stroke-dasharray=\"2 1.5\"");
      text(is_left ? at - 2 : at + 2, row + kSmall * 0.8, is_left ? "end" : "start", mark.label,
           "stroke=\"#ffffff\" stroke-width=\"2\" paint-order=\"stroke\"");
      row += kMarkHeight;
    }
  }

  void draw_caption() {
    const double wide = width_ - 2 * kEdge;
    const std::string title = cut_to(figure_.title, kNormal, wide * 0.9);
    const double bold = text_width(title, kNormal) * 0.12;  // additional width of a bold title
    const std::vector<std::string> lines = lines_of(title + ". " + figure_.caption, kNormal, wide - bold, 12);
    double y = below_ + kLineHeight;
    const std::string size = fmt::format("font-size=\"{:g}\"", kNormal);
    for (const std::string& words : lines) {
      if (&words == &lines.front() && words.starts_with(title + ".")) {
        fmt::format_to(std::back_inserter(body_),
                       "<text x=\"{:.2f}\" y=\"{:.2f}\" {}><tspan font-weight=\"bold\">{}</tspan>{}</text>\n",
                       kEdge, y, size, xml_text(title + "."), xml_text(words.substr(title.size() + 1)));
      } else {
        text(kEdge, y, "start", words, size);
      }
      y += kLineHeight;
    }
    below_ = y - kLineHeight + 4;
  }

  struct Entry {
    double x;
    double y;
    std::string name;
  };

  const Figure& figure_;
  double width_;
  Placing x_;
  Placing y_;
  std::vector<std::string> rows_;
  std::vector<double> ticks_y_;
  std::vector<Entry> legend_;
  std::string body_;
  double labels_ = 0;  // top of the rows with the labels of marks
  double below_ = 0;   // position at which the next part begins
};

}  // namespace

std::string figure_svg(const Figure& figure, double millimetres) {
  return Print(figure, millimetres * 72 / 25.4).draw(millimetres);
}

}  // namespace curtain::tools
