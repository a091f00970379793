using Campaigns.App.Access;

namespace Campaigns.App.OpenApi;

/// <summary>
/// Describes the routes of one capability for <c>/api/v1/openapi.json</c>. To describe a new route, add a line with its function's name to the area that it
/// belongs to, or a class of this kind beside the endpoint: the document finds it. Routes and methods come from the code, schemas from the records; a route
/// without a description, and a description without a route, fail a test.
/// </summary>
internal abstract class ApiArea
{
    private readonly List<ApiDescription> _described = [];

    /// <summary>The tag in the document, one word or two in lower case.</summary>
    public abstract string Name { get; }

    /// <summary>One sentence about the area.</summary>
    public abstract string About { get; }

    /// <summary>The descriptions, in the order of the document.</summary>
    public IReadOnlyList<ApiDescription> Describe()
    {
        _described.Clear();
        Routes();
        return _described;
    }

    /// <summary>Calls <see cref="Of"/> once a route, or once a method of it.</summary>
    protected abstract void Routes();

    /// <summary>Begins the description of a function.</summary>
    /// <param name="function">The function's name: <c>nameof(Endpoints.GetThing)</c>.</param>
    /// <param name="act">What the function asks <see cref="AccessPolicy"/> for.</param>
    /// <param name="summary">What it does, one short sentence without a full stop.</param>
    /// <param name="method">In lower case, where the function's methods differ.</param>
    protected ApiDescription Of(string function, Act act, string summary, string? method = null)
    {
        var description = new ApiDescription(function, act, summary, method);
        _described.Add(description);
        return description;
    }
}
