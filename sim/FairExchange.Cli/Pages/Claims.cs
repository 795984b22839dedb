using FairExchange.Experiments.Pictures;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FairExchange.Cli.Pages;

/// <summary>
/// The papers' claims and questions with their answers, from the texts that come with the program: docs/findings.md, and of
/// results/README.md what the experiments say.
/// </summary>
internal static class Claims
{
    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    /// <param name="protocols">Entries that have a place on the page, to which their names lead.</param>
    public static PagePart Part(IReadOnlySet<string> protocols)
    {
        // The attack on Fair CEM, which follows there, is drawn in its place.
        var findings = Resource("findings.md").Split("\n## ", 2)[0];
        var claims = Resource("results.md").Split("\n# ", 2)[1].Split('\n', 2)[1].Replace("\n## ", "\n### ", StringComparison.Ordinal);
        return new PagePart("claims", "The paper's claims", "The paper's claims and questions, with their answers",
            $"<div class=\"wide claims\">\n{Html(findings.Split("\n\n", 3)[2], "../docs/", protocols)}</div>\n"
            + Html(claims, "", protocols));
    }

    /// <param name="from">The text's folder, seen from the page.</param>
    internal static string Html(string markdown, string from, IReadOnlySet<string> protocols)
    {
        var document = Markdig.Markdown.Parse(markdown, Markdown);
        foreach (var link in document.Descendants<LinkInline>().Where(link => link.Url?.Contains(':', StringComparison.Ordinal) == false))
        {
            link.Url = $"{from}{link.Url}".Replace("../docs/../results/", "", StringComparison.Ordinal);
        }

        foreach (var code in document.Descendants<CodeInline>().Where(code => protocols.Contains(code.Content)).ToList())
        {
            var link = new LinkInline($"#{code.Content}", "");
            code.ReplaceBy(link);
            link.AppendChild(code);
        }

        return document.ToHtml(Markdown);
    }

    private static string Resource(string name)
    {
        using var stream = typeof(Claims).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
