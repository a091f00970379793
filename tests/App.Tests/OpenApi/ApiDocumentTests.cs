using System.Text.Json.Nodes;
using Campaigns.App.OpenApi;
using Campaigns.App.Tests.Access;
using Microsoft.OpenApi;
using Xunit;

namespace Campaigns.App.Tests.OpenApi;

[Collection(AppDefinition.Name)]
public sealed class ApiDocumentTests(AppUnderTest app)
{
    private static readonly JsonObject Document = ApiContract.Document;

    [Fact]
    public void Document_AndRoutes_Agree()
    {
        var described = Document["paths"]!.AsObject()
            .SelectMany(p => p.Value!.AsObject().Where(o => o.Key != "parameters").Select(o => $"{o.Key.ToUpperInvariant()} api/v1{p.Key}"));
        var hosted = RouteTable.Found.Select(f => f.Split(' ')).Where(f => f[1].StartsWith("api/v1/", StringComparison.Ordinal))
            .SelectMany(f => f[0].Split(',').Select(method => $"{method} {f[1]}"));

        Assert.Equal(hosted.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Compose_RouteWithoutADescriptionAndDescriptionWithoutARoute_FailAndAreNamed()
    {
        var hosted = HostedRoutes.Of(typeof(CampaignsApp).Assembly);

        var missing = Assert.Throws<InvalidOperationException>(() => ApiDocument.Compose([.. hosted, new("GetNew", "get", "/new")]));
        var stale = Assert.Throws<InvalidOperationException>(() => ApiDocument.Compose([.. hosted.Where(r => r.Function != "GetUnit")]));

        Assert.Contains("get /new (GetNew) needs one description", missing.Message, StringComparison.Ordinal);
        Assert.Contains("GetUnit is described and not hosted", stale.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Acts_OfTheDocument_AreThoseOfTheRoutes()
    {
        var functions = HostedRoutes.Of(typeof(CampaignsApp).Assembly).ToLookup(r => r.Function);

        foreach (var described in ApiDocument.Descriptions())
        {
            foreach (var route in functions[described.Function].Where(r => described.Method is null || described.Method == r.Method))
            {
                var stated = RouteTable.Stated.Single(s => s.Route == $"api/v1{route.Path}" && s.Methods.Split(',').Contains(route.Method.ToUpperInvariant()));
                Assert.True(stated.Act == described.Act, $"{route}: {described.Act} is described, {stated.Act} stated");
            }
        }
    }

    [Fact]
    public void Document_IsOpenApi31WithoutAMistake()
    {
        var read = OpenApiDocument.Parse(Document.ToJsonString(), "json");

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        Assert.NotEmpty(read.Document!.Paths);
    }

    [Fact]
    public void References_AllLeadSomewhere_AndOperationIdsAreUnique()
    {
        var check = new SchemaCheck(Document, closed: true);
        var references = Nodes(Document).OfType<JsonObject>().Select(n => n["$ref"]).OfType<JsonValue>().Select(r => r.GetValue<string>()).Distinct().ToList();
        var ids = Operations().Select(o => (string)o.Operation["operationId"]!).ToList();

        Assert.NotEmpty(references);
        Assert.All(references, r => Assert.NotNull(check.Resolve(r)));
        Assert.Equal(ids.Distinct().Count(), ids.Count);
    }

    [Fact]
    public void Components_AreAllReferredTo()
    {
        var referred = Nodes(Document).OfType<JsonObject>().Select(n => (string?)(n["$ref"] as JsonValue)).OfType<string>().ToHashSet();

        Assert.All(Document["components"]!["schemas"]!.AsObject(), s => Assert.Contains($"#/components/schemas/{s.Key}", referred));
    }

    [Fact]
    public void Examples_FitTheirSchemas()
    {
        var check = new SchemaCheck(Document, closed: true);
        var media = Nodes(Document).OfType<JsonObject>().Where(n => n.ContainsKey("example")).ToList();

        Assert.True(media.Count > 150, $"{media.Count} examples");
        Assert.All(media, m => Assert.True(
            check.Errors(m["example"], m["schema"]!) is var errors && errors.Count == 0, $"{m.GetPath()}: {string.Join("; ", errors)}"));
    }

    [Fact]
    public void Operations_SayWhoMayAndWhatCanGoWrong()
    {
        foreach (var (place, operation) in Operations())
        {
            Assert.True(((string)operation["summary"]!).Length is > 5 and < 121, place);
            Assert.NotEmpty(operation["x-access"]!["rules"]!.AsArray());
            var responses = operation["responses"]!.AsObject();
            Assert.True(responses.ContainsKey("500"), place);
            Assert.True(responses.ContainsKey("401") == operation["security"] is null, place);
            Assert.True(operation["requestBody"] is null || responses.ContainsKey("413"), place);
        }
    }

    [Fact]
    public async Task OpenApi_IsServedToEverybody_AndNotTwice()
    {
        var first = await app.SendAsync(HttpMethod.Get, "api/v1/openapi.json", null);
        var again = await app.SendAsync(HttpMethod.Get, "api/v1/openapi.json", null, headers: ("If-None-Match", first.ETag!));

        Assert.Equal(200, first.Status);
        Assert.True(JsonNode.DeepEquals(Document, first.Json));
        Assert.Equal("public, max-age=300", first.Headers["Cache-Control"]);
        Assert.Equal((304, ""), (again.Status, again.Text));
    }

    [Theory]
    [InlineData("{\"type\":\"string\",\"pattern\":\"^a$\"}", "\"b\"", "$: does not match")]
    [InlineData("{\"type\":[\"integer\",\"null\"],\"minimum\":1}", "0", "$: is below 1")]
    [InlineData("{\"type\":[\"integer\",\"null\"]}", "1.5", "$: is not")]
    [InlineData("{\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"]}", "{}", "$: misses a")]
    [InlineData("{\"properties\":{\"a\":{\"items\":{\"enum\":[\"x\"]}}}}", "{\"a\":[\"x\",\"y\"]}", "$.a[1]: is none")]
    [InlineData("{\"properties\":{\"a\":{}}}", "{\"b\":1}", "$.b: is not in the schema")]
    [InlineData("{\"additionalProperties\":{\"type\":\"number\"}}", "{\"b\":\"1\"}", "$.b: is not")]
    [InlineData("{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"array\"}]}", "3", "$: fits none")]
    public void SchemaCheck_WhatDoesNotFit_IsNamed(string schema, string value, string error)
    {
        var errors = new SchemaCheck([], closed: true).Errors(JsonNode.Parse(value), JsonNode.Parse(schema)!);

        Assert.StartsWith(error, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void SchemaCheck_UnknownKeyword_IsRefused() =>
        Assert.Throws<NotSupportedException>(() => new SchemaCheck([], closed: true).Errors(1, JsonNode.Parse("""{"multipleOf":2}""")!));

    private static IEnumerable<(string Place, JsonObject Operation)> Operations() => Document["paths"]!.AsObject()
        .SelectMany(p => p.Value!.AsObject().Where(o => o.Key != "parameters").Select(o => ($"{o.Key} {p.Key}", o.Value!.AsObject())));

    private static IEnumerable<JsonNode> Nodes(JsonNode node) =>
        [node, .. (node is JsonObject o ? o.Select(p => p.Value) : node is JsonArray a ? a : []).OfType<JsonNode>().SelectMany(Nodes)];
}
