using ScottPlot;
using SkiaSharp;

namespace FairExchange.Experiments.Pictures;

/// <summary>
/// The font that letters are measured with, which comes with the program: a machine's own would make the bytes of a picture that machine's.
/// Its letters are as wide as Arial's and Helvetica's, which browsers show the words in.
/// </summary>
internal sealed class PlotFont : IFontResolver
{
    public const string Name = "Fair Exchange Sans";

    private static readonly Lazy<PlotFont> Installed = new(() =>
    {
        var font = new PlotFont();
        Fonts.FontResolvers.Insert(0, font);
        Fonts.Default = Fonts.Sans = Name;
        return font;
    });

    private readonly SKTypeface face;

    private PlotFont()
    {
        using var stream = typeof(PlotFont).Assembly.GetManifestResourceStream("plot.ttf")
            ?? throw new InvalidOperationException("plot.ttf is not embedded.");
        face = SKTypeface.FromStream(stream) ?? throw new InvalidOperationException("plot.ttf is no font.");
    }

    public static void Use() => _ = Installed.Value;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => face;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => face;
}
