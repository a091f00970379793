using DocumentFormat.OpenXml.Spreadsheet;

namespace Campaigns.App.Exchange;

/// <summary>The one style sheet of every spreadsheet; its cell formats stand in the order of <see cref="SheetStyle"/>.</summary>
internal static class SpreadsheetStyles
{
    // Number formats of our own begin at 164.
    private const uint InstantFormat = 164;
    private const uint DayFormat = 165;
    private const string Face = "Microsoft YaHei";

    public static Stylesheet Sheet() => new(
        new NumberingFormats(
            new NumberingFormat { NumberFormatId = InstantFormat, FormatCode = "yyyy\\-mm\\-dd\\ hh:mm" },
            new NumberingFormat { NumberFormatId = DayFormat, FormatCode = "yyyy\\-mm\\-dd" }),
        new Fonts(Face1(11), Bold(11), Bold(14)),
        new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
            Solid("FFD9E2F3"), Solid("FFFFF9E5"), Solid("FFF8CBAD")),
        new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()), Thin()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            Format(), // Plain
            Format(font: 1, fill: 2, border: 1, wrap: true), // Header
            Format(number: InstantFormat), // Instant
            Format(number: DayFormat), // Day
            Format(border: 1, wrap: true), // Wrapped
            Format(fill: 3, border: 1, wrap: true, open: true), // Input
            Format(fill: 4, border: 1, wrap: true, open: true), // InputError
            Format(fill: 4, border: 1, wrap: true), // Error
            Format(font: 2)), // Title
        new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }));

    private static CellFormat Format(uint number = 0, uint font = 0, uint fill = 0, uint border = 0, bool wrap = false, bool open = false)
    {
        var format = new CellFormat
        {
            NumberFormatId = number,
            FontId = font,
            FillId = fill,
            BorderId = border,
            FormatId = 0,
            ApplyNumberFormat = number > 0,
            ApplyFont = font > 0,
            ApplyFill = fill > 0,
            ApplyBorder = border > 0,
        };
        if (wrap)
        {
            format.ApplyAlignment = true;
            format.Append(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top });
        }
        if (open)
        {
            format.ApplyProtection = true;
            format.Append(new Protection { Locked = false });
        }
        return format;
    }

    private static Font Face1(double size) => new(new FontSize { Val = size }, new FontName { Val = Face }, new FontFamilyNumbering { Val = 2 });

    private static Font Bold(double size) => new(new Bold(), new FontSize { Val = size }, new FontName { Val = Face }, new FontFamilyNumbering { Val = 2 });

    private static Fill Solid(string colour) => new(new PatternFill(new ForegroundColor { Rgb = colour }) { PatternType = PatternValues.Solid });

    private static Border Thin() => new(
        new LeftBorder(Grey()) { Style = BorderStyleValues.Thin }, new RightBorder(Grey()) { Style = BorderStyleValues.Thin },
        new TopBorder(Grey()) { Style = BorderStyleValues.Thin }, new BottomBorder(Grey()) { Style = BorderStyleValues.Thin }, new DiagonalBorder());

    private static Color Grey() => new() { Rgb = "FFBFBFBF" };
}
