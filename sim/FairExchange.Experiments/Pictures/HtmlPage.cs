using System.Globalization;
using System.Net;
using System.Text;

namespace FairExchange.Experiments.Pictures;

/// <summary>A part of a page, with a place of its own in its list of contents.</summary>
/// <param name="Id">Of its place.</param>
/// <param name="Name">Its name in the list of contents.</param>
/// <param name="Html">Its text, marked up.</param>
public sealed record PagePart(string Id, string Name, string Title, string Html);

/// <summary>
/// A page in one file that needs no server, no network and no script: light or dark as the reader has it, in colours that the colour-blind
/// tell apart and grey print keeps, for telephones and for screens.
/// </summary>
public static class HtmlPage
{
    /// <param name="introduction">Marked up.</param>
    public static string Of(string title, string introduction, IReadOnlyList<PagePart> parts)
    {
        var page = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(title)}</title>
            <style>
            {Resource.Text("page.css")}</style>
            </head>
            <body>
            <h1>{Text(title)}</h1>
            {introduction}
            <nav>
            """).ReplaceLineEndings("\n"));
        foreach (var part in parts)
        {
            page.Append(CultureInfo.InvariantCulture, $"<a href=\"#{Text(part.Id)}\">{Text(part.Name)}</a>");
        }

        page.Append("</nav>\n");
        foreach (var part in parts)
        {
            page.Append(
                CultureInfo.InvariantCulture, $"<section>\n<h2 id=\"{Text(part.Id)}\">{Text(part.Title)}</h2>\n{part.Html}</section>\n");
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    public static string Text(string text) => WebUtility.HtmlEncode(text);
}
