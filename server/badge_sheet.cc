#include "server/badge_sheet.h"

#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>
#include <qrencode.h>

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status.h"

namespace wijkboek {
namespace {

// Lengths in points, 72 to the inch.
constexpr double kMillimetre = 72 / 25.4;
constexpr double kPageWidth = 210 * kMillimetre;
constexpr double kPageHeight = 297 * kMillimetre;
constexpr double kCardWidth = 85.6 * kMillimetre;
constexpr double kCardHeight = 53.98 * kMillimetre;
constexpr int kColumns = 2;
constexpr int kRows = 5;
constexpr double kPad = 4 * kMillimetre;
// With the four light modules on each side that readers need (ISO/IEC 18004, 9.1).
constexpr double kCodeSide = 38 * kMillimetre;
constexpr int kQuietModules = 4;
constexpr double kNameSize = 13;
constexpr double kNameSizeMin = 6;
constexpr double kSizeStep = 0.5;
constexpr double kLineHeight = 15;
constexpr double kNumberSize = 14;
constexpr double kSmallSize = 7;
constexpr const char* kFont = "DejaVu Sans";
constexpr const char* kFixedFont = "DejaVu Sans Mono";

struct SurfaceCloser {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct ContextCloser {
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};
struct CodeCloser {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

cairo_status_t Append(void* out, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

void Write(cairo_t& page, double x, double y, const std::string& text) {
  cairo_move_to(&page, x, y);
  cairo_show_text(&page, text.c_str());
}

// As large as it fits; what does not fit at its smallest is cut off.
void WriteLine(cairo_t& page, double x, double y, double width, const std::string& text) {
  cairo_text_extents_t extents;
  for (double size = kNameSize;; size -= kSizeStep) {
    cairo_set_font_size(&page, size);
    cairo_text_extents(&page, text.c_str(), &extents);
    if (extents.x_advance <= width || size <= kNameSizeMin) break;
  }
  cairo_save(&page);
  cairo_rectangle(&page, x, y - 2 * kNameSize, width, 3 * kNameSize);
  cairo_clip(&page);
  Write(page, x, y, text);
  cairo_restore(&page);
}

// What somebody is called first on a line, the rest on the next.
void WriteName(cairo_t& page, double x, double y, double width, const std::string& name) {
  const std::pair<std::string, std::string> lines = absl::StrSplit(name, absl::MaxSplits(' ', 1));
  cairo_select_font_face(&page, kFont, CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
  WriteLine(page, x, y, width, lines.first);
  WriteLine(page, x, y + kLineHeight, width, lines.second);
}

absl::Status DrawCode(cairo_t& page, double x, double y, const std::string& text) {
  const std::unique_ptr<QRcode, CodeCloser> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M));
  if (code == nullptr) return absl::ResourceExhaustedError("a QR code could not be made");
  const double module = kCodeSide / (code->width + 2 * kQuietModules);
  for (int row = 0; row < code->width; ++row) {
    for (int column = 0; column < code->width; ++column) {
      if ((code->data[row * code->width + column] & 1) == 0) continue;
      cairo_rectangle(&page, x + (column + kQuietModules) * module,
                      y + (row + kQuietModules) * module, module, module);
    }
  }
  // One path: neighbours leave no hair lines between them.
  cairo_fill(&page);
  return absl::OkStatus();
}

absl::Status DrawCard(cairo_t& page, double x, double y, const SheetBadge& badge) {
  cairo_set_source_rgb(&page, 0.6, 0.6, 0.6);
  cairo_set_line_width(&page, 0.4);
  cairo_rectangle(&page, x, y, kCardWidth, kCardHeight);
  cairo_stroke(&page);
  cairo_set_source_rgb(&page, 0, 0, 0);
  RETURN_IF_ERROR(DrawCode(page, x + kPad / 2, y + (kCardHeight - kCodeSide) / 2, badge.text));
  const double left = x + kPad / 2 + kCodeSide;
  const double width = kCardWidth - kPad - kCodeSide;
  WriteName(page, left, y + kCardHeight * 0.26, width, badge.name);
  cairo_select_font_face(&page, kFixedFont, CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(&page, kNumberSize);
  Write(page, left, y + kCardHeight * 0.60, badge.number);
  cairo_select_font_face(&page, kFont, CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(&page, kSmallSize);
  Write(page, left, y + kCardHeight * 0.80, "Wijkboek");
  Write(page, left, y + kCardHeight * 0.88, "Kwijt? Zeg het meteen.");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> BadgeSheetPdf(const std::vector<SheetBadge>& badges) {
  std::string pdf;
  const std::unique_ptr<cairo_surface_t, SurfaceCloser> surface(
      cairo_pdf_surface_create_for_stream(Append, &pdf, kPageWidth, kPageHeight));
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, "Wijkboek: badges");
  const std::unique_ptr<cairo_t, ContextCloser> page(cairo_create(surface.get()));
  const double margin_x = (kPageWidth - kColumns * kCardWidth) / 2;
  const double margin_y = (kPageHeight - kRows * kCardHeight) / 2;
  int place = 0;
  for (const SheetBadge& badge : badges) {
    if (place == kColumns * kRows) {
      cairo_show_page(page.get());
      place = 0;
    }
    const int row = place / kColumns;
    const int column = place % kColumns;
    RETURN_IF_ERROR(
        DrawCard(*page, margin_x + column * kCardWidth, margin_y + row * kCardHeight, badge));
    ++place;
  }
  cairo_show_page(page.get());
  cairo_surface_finish(surface.get());
  const cairo_status_t status = cairo_surface_status(surface.get());
  if (status != CAIRO_STATUS_SUCCESS) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the sheet could not be made: ", cairo_status_to_string(status)));
  }
  return pdf;
}

}  // namespace wijkboek
