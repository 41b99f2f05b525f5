"""Which service is asked whether a comment is spam."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from rotativa.lib.config_mail import Section, api_address


class SpamConfig(Section, frozen=True):
    how: Literal["none", "akismet"] = Field(
        "none",
        description="Which service is asked about comments of readers who are not trusted yet. It is told "
        "the comment, its name, and the network address and browser it came from.",
    )
    key: SecretStr = Field(SecretStr(""), description="Key at Akismet.")
    endpoint: Annotated[str, AfterValidator(api_address)] = Field(
        "", description="An API of Akismet's kind at another address than its own."
    )

    @model_validator(mode="after")
    def be_whole(self) -> Self:
        if self.how == "akismet" and not self.key.get_secret_value():
            raise ValueError("akismet needs key")
        return self
